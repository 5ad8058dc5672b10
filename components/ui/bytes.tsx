import { useLocale, useTranslations } from "next-intl";
import { formatBytes, formatBytesExact } from "#lib/format.ts";

/** A size like the docker CLI's, every byte on hover. Strings are for bigint sums that crossed JSON. */
export function Bytes({
  value,
  className,
}: {
  value: number | bigint | string | null | undefined;
  className?: string;
}) {
  const t = useTranslations("common");
  const locale = useLocale();
  if (value === null || value === undefined) return <span className={className}>{t("unknown")}</span>;
  const bytes = typeof value === "string" ? BigInt(value) : value;
  return (
    <span className={className} title={formatBytesExact(bytes, locale)}>
      {formatBytes(bytes, locale)}
    </span>
  );
}
