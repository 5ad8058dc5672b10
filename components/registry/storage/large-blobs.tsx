import Link from "next/link";
import { useTranslations } from "next-intl";
import { Bytes } from "#components/ui/bytes.tsx";
import { Digest } from "#components/ui/digest.tsx";
import { ForeignText } from "#components/ui/foreign-text.tsx";
import { Section } from "#components/ui/section.tsx";
import { shortDigests } from "#lib/format.ts";
import type { LargeBlobRow } from "#lib/services/storage/index.ts";
import { repositoryHref } from "../../hrefs.ts";
import { SmallTable } from "../small-table.tsx";

/** The largest blobs and in which repositories they are. */
export function LargeBlobs({ registryId, blobs }: { registryId: string; blobs: readonly LargeBlobRow[] }) {
  const t = useTranslations("storage.largest");
  const short = shortDigests(blobs.map(({ digest }) => digest));
  return (
    <Section title={t("title")} aside={t("hint")}>
      <SmallTable
        columns={[
          {
            header: t("size"),
            figure: true,
            cell: ({ bytes }) => <Bytes value={bytes} className="font-medium text-ink" />,
          },
          {
            header: t("digest"),
            wide: true,
            cell: ({ digest }, index) => <Digest value={digest} short={short[index]} copy />,
          },
          { header: t("holders"), cell: (blob) => <Holders registryId={registryId} blob={blob} /> },
        ]}
        rows={blobs}
        rowKey={({ digest }) => digest}
      />
    </Section>
  );
}

function Holders({ registryId, blob: { names, repositories } }: { registryId: string; blob: LargeBlobRow }) {
  const t = useTranslations("storage.largest");
  return (
    <span className="flex flex-wrap gap-x-3 gap-y-0.5 py-1.5">
      {names.map((name) => (
        <Link
          key={name}
          href={repositoryHref(registryId, name)}
          prefetch={false}
          className="inline-block min-w-6 rounded-sm font-mono text-ink text-xs [overflow-wrap:anywhere] pointer-coarse:py-2 hover:underline"
        >
          <ForeignText text={name} />
        </Link>
      ))}
      {repositories > names.length ? (
        <span className="text-ink-3 text-xs">{t("more", { count: repositories - names.length })}</span>
      ) : null}
    </span>
  );
}
