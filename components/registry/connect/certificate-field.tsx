"use client";

import { useTranslations } from "next-intl";
import { type DragEvent, type ReactNode, useId, useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { Textarea } from "#components/ui/field.tsx";
import { CertificateCard } from "./certificate-card.tsx";
import { useCertificate } from "./use-certificate.ts";

/** A bundle of all public authorities is about 200 kB. */
const longestFile = 256 * 1024;

interface CertificateFieldProps {
  readonly value: string;
  readonly onChange: (pem: string) => void;
  /** What the server said about it on saving. */
  readonly error?: string | undefined;
}

/** A certificate authority, pasted, dropped or chosen; once it can be read it is shown as what it is. */
export function CertificateField({ value, onChange, error }: CertificateFieldProps) {
  const t = useTranslations("registries.certificate");
  const validation = useTranslations("validation");
  const id = useId();
  const file = useRef<HTMLInputElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const [over, setOver] = useState(false);
  const [tooLarge, setTooLarge] = useState(false);
  const { certificates, error: unreadable, pending } = useCertificate(value);
  const [first] = certificates ?? [];

  const take = async (chosen: File | undefined) => {
    if (!chosen) return;
    setTooLarge(chosen.size > longestFile);
    if (chosen.size <= longestFile) onChange(await chosen.text());
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void take(event.dataTransfer.files[0]);
  };
  // Where the browser lets a page read the clipboard, one click is enough; elsewhere the field waits for the keys.
  const paste = async () => {
    field.current?.focus();
    const text = await navigator.clipboard?.readText().catch(() => "");
    if (text && field.current?.value === "") onChange(text);
  };
  const problem = tooLarge
    ? t("tooLarge")
    : unreadable
      ? validation(unreadable.fields?.caCertificate ?? "certificate_unreadable")
      : error;
  const chooser = (
    <input
      ref={file}
      type="file"
      accept=".pem,.crt,.cer,.ca-bundle,application/x-pem-file,application/x-x509-ca-cert"
      className="sr-only"
      tabIndex={-1}
      aria-hidden="true"
      onChange={(event) => {
        void take(event.target.files?.[0]);
        event.target.value = "";
      }}
    />
  );

  return (
    <fieldset
      className={cn("flex flex-col gap-1.5 rounded-md", over && "outline-2 outline-signal outline-offset-4")}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <legend className="mb-1.5 font-medium text-ink text-sm">{t("label")}</legend>
      {chooser}
      {first ? (
        <CertificateCard
          certificate={first}
          others={(certificates?.length ?? 1) - 1}
          actions={
            <>
              <Button variant="link" className="text-sm" onClick={() => file.current?.click()}>
                {t("replace")}
              </Button>
              <Button variant="link" className="text-ink-2 text-sm" onClick={() => onChange("")}>
                {t("remove")}
              </Button>
            </>
          }
        />
      ) : (
        <>
          <Textarea
            ref={field}
            mono
            rows={2}
            aria-label={t("pasteArea")}
            aria-describedby={`${id}-hint ${id}-problem`}
            aria-invalid={problem ? true : undefined}
            placeholder={t("placeholder")}
            value={value}
            onChange={(event) => onChange(event.target.value)}
            className="min-h-14"
          />
          <p id={`${id}-hint`} className="text-ink-3 text-xs">
            {over
              ? t("drop")
              : pending
                ? t("reading")
                : t.rich("hint", {
                    paste: (words) => <LinkButton onClick={() => void paste()}>{words}</LinkButton>,
                    choose: (words) => <LinkButton onClick={() => file.current?.click()}>{words}</LinkButton>,
                  })}
          </p>
        </>
      )}
      <p
        id={`${id}-problem`}
        aria-live="polite"
        className={cn("font-medium text-danger text-xs", !problem && "sr-only")}
      >
        {problem}
      </p>
    </fieldset>
  );
}

function LinkButton({ onClick, children }: { readonly onClick: () => void; readonly children: ReactNode }) {
  return (
    <Button variant="link" className="whitespace-normal text-xs" onClick={onClick}>
      {children}
    </Button>
  );
}
