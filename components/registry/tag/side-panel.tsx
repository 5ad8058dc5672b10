import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ForeignText } from "#components/ui/foreign-text.tsx";
import { Time } from "#components/ui/time.tsx";
import type { ManifestView, TagMoveRow, TagView } from "#lib/services/tags/index.ts";
import { tagHref } from "../../hrefs.ts";
import { DigestLink, shortNames } from "./digest-link.tsx";
import { LinkedText } from "./linked-text.tsx";

const CHIPS = 24;

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-2">
      <h2 className="text-ink-3 text-xs">{title}</h2>
      {children}
    </section>
  );
}

interface TagChipsProps {
  registryId: string;
  repository: string;
  title: string;
  none: string;
  tags: readonly string[];
}

/** Tags on one digest; the same image by other names. */
export function TagChips({ registryId, repository, title, none, tags }: TagChipsProps) {
  const t = useTranslations("tags.side");
  return (
    <Group title={title}>
      {tags.length === 0 ? <p className="text-ink-2 text-sm">{none}</p> : null}
      <ul className="flex flex-wrap gap-1.5">
        {tags.slice(0, CHIPS).map((tag) => (
          <li key={tag} className="min-w-0">
            <Link
              href={tagHref(registryId, repository, tag)}
              prefetch={false}
              className="block truncate rounded-sm border border-line-strong bg-sunk px-1.5 font-mono text-ink-2 text-xs leading-5 pointer-coarse:px-3 pointer-coarse:leading-9.5 hover:border-control hover:text-ink"
            >
              {tag}
            </Link>
          </li>
        ))}
      </ul>
      {tags.length > CHIPS ? (
        <p className="text-ink-3 text-xs">{t("more", { count: String(tags.length - CHIPS) })}</p>
      ) : null}
    </Group>
  );
}

const prefix = "org.opencontainers.image.";

/** Where the image says it comes from: its labels first, then what the manifest is annotated with. */
export function Origin({ manifest }: { manifest: ManifestView }) {
  const t = useTranslations("tags.side");
  const said = (name: string) =>
    manifest.image?.config.labels[prefix + name] || manifest.annotations[prefix + name] || null;
  const source = said("source") ?? said("url");
  const revision = said("revision");
  const facts = [
    { key: "revision", label: t("revision"), value: revision, shown: revision?.slice(0, 12) },
    { key: "version", label: t("version"), value: said("version") },
    { key: "licence", label: t("licence"), value: said("licenses") },
    { key: "base", label: t("base"), value: said("base.name") },
  ].filter((fact) => fact.value);
  if (!source && facts.length === 0) return null;
  return (
    <Group title={t("source")}>
      {source ? (
        <p className="text-sm">
          <LinkedText text={source} shown={source.replace(/^https?:\/\//, "")} />
        </p>
      ) : null}
      <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1 text-sm">
        {facts.map(({ key, label, value, shown }) => (
          <div key={key} className="contents">
            <dt className="text-ink-3">{label}</dt>
            <dd
              className="min-w-0 font-mono text-ink-2 text-xs leading-5 [overflow-wrap:anywhere]"
              title={value ?? undefined}
            >
              <ForeignText text={shown ?? value ?? ""} />
            </dd>
          </div>
        ))}
      </dl>
    </Group>
  );
}

/** Before the first push Longshore was told of, there was nothing to remove. */
const wasThere = ({ fromDigest }: TagMoveRow, index: number, moves: readonly TagMoveRow[]) =>
  fromDigest !== null || index < moves.length - 1;

/** Where the tag pointed before, as far as Longshore saw. */
export function TagHistory({ view }: { view: TagView }) {
  const t = useTranslations("tags.side");
  const { tag, moves } = view;
  const steps = [
    // Where it points is not known while its manifest could not be read.
    ...(tag.digest ? [{ digest: tag.digest, at: tag.movedAt ?? tag.firstSeenAt, now: true, id: "now" }] : []),
    ...moves.filter(wasThere).map((move, index) => ({
      digest: move.fromDigest,
      // What it pointed at before this move came with the move before that, or was there at first sight.
      at: moves[index + 1]?.seenAt ?? tag.firstSeenAt,
      now: false,
      id: move.seenAt,
    })),
  ];
  if (steps.length === 0) return null;
  const names = shortNames(steps.map(({ digest }) => digest));
  return (
    <Group title={t("before")}>
      <ol className="flex flex-col gap-1.5 pointer-coarse:gap-3 text-sm">
        {steps.map(({ digest, at, now, id }) => (
          <li key={id} className="flex items-baseline gap-3">
            {digest ? (
              <DigestLink view={view} digest={digest} names={names} />
            ) : (
              <span className="text-ink-3 text-xs">{t("removed")}</span>
            )}
            <Time value={at} short className="text-ink-2 text-xs" />
            {now ? <span className="ml-auto text-ink-3 text-xs">{t("now")}</span> : null}
          </li>
        ))}
      </ol>
      {steps.length === 1 && tag.digest ? <p className="text-ink-3 text-xs">{t("beforeNone")}</p> : null}
    </Group>
  );
}
