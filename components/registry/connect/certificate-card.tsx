"use client";

import { FileBadge, TriangleAlert } from "lucide-react";
import { useLocale, useTimeZone, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { DetailList } from "#components/ui/panel.tsx";
import { formatDate } from "#lib/format.ts";
import type { ReadCertificate } from "#lib/services/registries/read-certificate.ts";

/** "CN=Corp Root R2,O=Corp" → "Corp Root R2": what people call it. */
export function commonName(subject: string): string {
  return /(?:^|,\s*)CN=((?:\\.|[^,])+)/i.exec(subject)?.[1]?.trim() || subject;
}

interface CertificateCardProps {
  readonly certificate: ReadCertificate;
  /** How many more stand in the same text. */
  readonly others: number;
  readonly actions: ReactNode;
}

/** A certificate in one line, its details below on demand, and what is wrong with it. */
export function CertificateCard({ certificate, others, actions }: CertificateCardProps) {
  const t = useTranslations("registries.certificate");
  const locale = useLocale();
  const timeZone = useTimeZone();
  const day = (iso: string) => formatDate(new Date(iso), locale, timeZone);
  const { subject, issuer, names, notBefore, notAfter, key, fingerprint, isAuthority, warnings } =
    certificate;
  const rows = [
    { key: "subject", label: t("subject"), value: subject },
    { key: "issuer", label: t("issuer"), value: issuer },
    // An authority needs none; a server's certificate without them is no use.
    ...(isAuthority && names.length === 0
      ? []
      : [{ key: "names", label: t("names"), value: names.length > 0 ? names.join(", ") : t("noNames") }]),
    { key: "valid", label: t("valid"), value: t("validRange", { from: day(notBefore), to: day(notAfter) }) },
    { key: "key", label: t("key"), value: key },
    {
      key: "fingerprint",
      label: t("fingerprint"),
      value: <code className="break-all text-xs">{fingerprint}</code>,
    },
  ];
  return (
    <div className="rounded-md border border-control bg-surface text-sm">
      <div className="flex items-start gap-2.5 px-2.5 py-1.5">
        <FileBadge aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-ink-2" />
        <p className="min-w-0 flex-1 break-words">
          <span className="font-semibold">{commonName(subject)}</span>
          <span className="text-ink-2">
            {" · "}
            {key}
            {" · "}
            {t("until", { date: day(notAfter) })}
            {others > 0 ? ` · ${t("more", { count: others })}` : ""}
          </span>
        </p>
        <div className="flex shrink-0 gap-3">{actions}</div>
      </div>
      {warnings.map((warning) => (
        <p key={warning} className="flex gap-2.5 border-line border-t px-2.5 py-1.5 text-ink-2">
          <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-warn" />
          <span>{t(`warning.${warning}`)}</span>
        </p>
      ))}
      <details className="border-line border-t px-2.5 py-1.5">
        <summary className="w-fit text-ink-2 text-xs hover:text-ink">{t("details")}</summary>
        <DetailList items={rows} className="mt-2 mb-1" />
      </details>
    </div>
  );
}
