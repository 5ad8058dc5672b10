"use client";

import { Download } from "lucide-react";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { chipStyle } from "#components/ui/chip.ts";
import { CopyButton } from "#components/ui/copy.tsx";
import { Digest } from "#components/ui/digest.tsx";
import { DetailList } from "#components/ui/panel.tsx";
import { SegmentedControl } from "#components/ui/radio-tiles.tsx";
import { formatBytesExact } from "#lib/format.ts";
import { RawText } from "./raw-text.tsx";

/** A document of the image: the manifest the page stands on, a platform's, or a config. */
export interface RawChoice {
  /** Value of the address's `doc` parameter: "index", "manifest" or "config". */
  readonly value: string;
  readonly label: string;
}

export interface RawDocumentProps {
  choices: readonly RawChoice[];
  current: string;
  digest: string;
  mediaType: string;
  bytes: number;
  /** As served; cut when very long. */
  text: string;
  cut: boolean;
  downloadHref: string;
  /** Pages of the digests it names. */
  links: Readonly<Record<string, string>>;
}

/** The exact bytes a digest stands for, and the same made readable. */
export default function RawDocumentBox(props: RawDocumentProps) {
  const { choices, current, digest, mediaType, bytes, text, cut, downloadHref, links } = props;
  const t = useTranslations("tags.raw");
  const locale = useLocale();
  const query = useSearchParams();
  const [view, setView] = useState<"pretty" | "exact">("pretty");
  const hrefOf = (value: string) => {
    const search = new URLSearchParams(query);
    search.set("doc", value);
    return `?${search}`;
  };
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <nav aria-label={t("document")} className="flex flex-wrap gap-2">
          {choices.map((choice) => (
            <Link
              key={choice.value}
              href={hrefOf(choice.value)}
              scroll={false}
              aria-current={choice.value === current ? "true" : undefined}
              className={chipStyle}
            >
              {choice.label}
            </Link>
          ))}
        </nav>
        <div className="flex flex-wrap items-center gap-2">
          <SegmentedControl
            name="raw-view"
            label={t("show")}
            value={view}
            onValueChange={setView}
            options={[
              { value: "pretty", label: t("pretty") },
              { value: "exact", label: t("exact") },
            ]}
          />
          {cut ? null : <CopyButton value={text} label={t("copy")} />}
          <Button asChild size="sm">
            <a href={downloadHref} download>
              <Download aria-hidden="true" />
              {t("download")}
            </a>
          </Button>
        </div>
      </div>
      <DetailList
        items={[
          {
            key: "type",
            label: t("mediaType"),
            value: <code className="break-all text-xs">{mediaType}</code>,
          },
          {
            key: "digest",
            label: t("digest"),
            value: <Digest value={digest} short={digest} copy className="break-all" />,
          },
          { key: "bytes", label: t("bytes"), value: formatBytesExact(bytes, locale) },
        ]}
      />
      {cut ? <p className="text-ink-3 text-xs">{t("cut")}</p> : null}
      <pre className="whitespace-pre-wrap break-all rounded-md border border-line bg-sunk p-3 text-ink text-xs leading-5">
        <RawText text={view === "pretty" && !cut ? pretty(text) : text} links={links} />
      </pre>
    </div>
  );
}

/** Indented when it is JSON; numbers beyond 2^53 would change, so such a document stays as it is. */
function pretty(text: string): string {
  if (/\d{16,}/.test(text.replace(/"(?:[^"\\]|\\.)*"/g, ""))) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
