"use client";

import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { ErrorState } from "#components/feedback/error-state.tsx";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { CheckboxField } from "#components/ui/checkbox.tsx";
import { DialogClose } from "#components/ui/dialog.tsx";
import { Field, Input } from "#components/ui/field.tsx";
import type { ErrorDto } from "#lib/errors.ts";
import { formatBytes } from "#lib/format.ts";
import type { DeletionPlan } from "#lib/services/deletions/types.ts";
import { PlannedImages } from "./planned-images.tsx";

/** More tags than these, or "latest", want the repository's name typed. */
const fewTags = 5;
const mostNamed = 12;

interface DeletionFormProps {
  plan: DeletionPlan;
  repository: string;
  pending: boolean;
  error: ErrorDto | null;
  onOrder: () => void;
}

/** The plan, its warnings, and what has to be confirmed before it is carried out. */
export function DeletionForm({ plan, repository, pending, error, onOrder }: DeletionFormProps) {
  const t = useTranslations("tags.deletion");
  const confirm = useTranslations("ui.confirm");
  const common = useTranslations("common");
  const [typed, setTyped] = useState("");
  const [agreed, setAgreed] = useState(false);
  const { by, images, gone } = plan;
  const siblings = by === "digest" ? images.flatMap((image) => image.siblings) : [];
  const going = [...images.flatMap(({ tags }) => tags), ...siblings];
  const breaks = [...new Set(images.flatMap((image) => image.breaks))];
  const asksName = going.length > fewTags || going.includes("latest") || breaks.length > 0;
  const blocked =
    siblings.length > 0 && !agreed
      ? t("confirmFirst")
      : asksName && typed !== repository
        ? confirm("typeFirst", { text: repository })
        : undefined;
  const named = (tags: readonly string[]) => {
    const rest = tags.length - mostNamed;
    const words = tags.slice(0, mostNamed).join(", ");
    return rest > 0 ? `${words} ${t("more", { count: rest })}` : words;
  };
  if (images.length === 0) {
    return (
      <div className="flex flex-col gap-4">
        <p className="text-sm">{t("nothing")}</p>
        <div className="flex justify-end">
          <DialogClose>
            <Button variant="primary">{common("close")}</Button>
          </DialogClose>
        </div>
      </div>
    );
  }
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (!blocked && !pending) onOrder();
      }}
    >
      <PlannedImages plan={plan} />
      {gone.length > 0 ? (
        <p className="wrap-anywhere text-ink-2 text-sm">{t("gone", { tags: named(gone) })}</p>
      ) : null}
      {siblings.length > 0 ? (
        <Callout tone="warn" title={t("siblingsTitle", { count: siblings.length })}>
          <p className="wrap-anywhere mb-2 font-mono font-semibold text-ink">{named(siblings)}</p>
          <CheckboxField
            label={t("confirmSiblings", { count: siblings.length })}
            checked={agreed}
            onChange={(event) => setAgreed(event.target.checked)}
          />
        </Callout>
      ) : null}
      {breaks.length > 0 ? (
        <Callout tone="danger" title={t("breaksTitle")}>
          <span className="wrap-anywhere">{t("breaksHelp", { tags: named(breaks) })}</span>
        </Callout>
      ) : null}
      {asksName ? (
        <Field
          label={confirm.rich("type", { text: () => <code className="font-semibold">{repository}</code> })}
        >
          <Input mono autoComplete="off" value={typed} onChange={(event) => setTyped(event.target.value)} />
        </Field>
      ) : null}
      {error ? <ErrorState error={error} size="inline" /> : null}
      <div className="flex flex-col-reverse gap-3 sm:flex-row sm:items-center sm:justify-between">
        <Frees bytes={plan.frees} />
        <div className="flex shrink-0 flex-wrap justify-end gap-2">
          <DialogClose>
            <Button>{common("cancel")}</Button>
          </DialogClose>
          <Button type="submit" variant="danger" pending={pending} disabledReason={blocked}>
            {going.length === 0 ? t("submitImage") : t("submit", { count: going.length })}
          </Button>
        </div>
      </div>
    </form>
  );
}

function Frees({ bytes }: { bytes: number | null }) {
  const t = useTranslations("tags.deletion");
  const locale = useLocale();
  const words =
    bytes === null
      ? t("freesUnknown")
      : bytes === 0
        ? t("freesNothing")
        : t("frees", { size: formatBytes(bytes, locale) });
  return <p className="text-ink-3 text-xs">{words}</p>;
}
