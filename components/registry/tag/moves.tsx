import Link from "next/link";
import { useTranslations } from "next-intl";
import { ForeignText } from "#components/ui/foreign-text.tsx";
import { Time } from "#components/ui/time.tsx";
import { shortDigests } from "#lib/format.ts";
import type { TagView } from "#lib/services/tags/index.ts";
import { manifestHref } from "../../hrefs.ts";

/** Each time the tag moved: when, from which digest to which, and how Longshore came to know. */
export function Moves({ view }: { view: TagView }) {
  const t = useTranslations("tags.moves");
  const { registry, repository, tag, moves } = view;
  const digests = [
    ...new Set(moves.flatMap((move) => [move.fromDigest, move.toDigest]).filter((d) => d !== null)),
  ];
  const names = shortDigests(digests);
  const short = new Map(digests.map((digest, index) => [digest, names[index]]));
  const pointer = (digest: string | null, none: string) =>
    digest ? (
      <Link
        href={manifestHref(registry.id, repository, digest)}
        prefetch={false}
        title={digest}
        className="rounded-sm font-mono text-ink text-xs pointer-coarse:py-2 hover:underline"
      >
        {short.get(digest)?.replace(/^sha256:/, "")}
      </Link>
    ) : (
      <span className="text-ink-3">{none}</span>
    );
  return (
    <section className="py-4">
      <ol className="flex flex-col">
        {moves.map((move) => (
          <li
            key={`${move.seenAt} ${move.fromDigest} ${move.toDigest}`}
            className="flex flex-wrap items-baseline gap-x-6 gap-y-1 border-line border-b py-2 text-sm"
          >
            <Time value={move.seenAt} className="w-36 shrink-0 text-ink-2" />
            <span className="flex min-w-64 items-baseline gap-2">
              {pointer(move.fromDigest, t("nothing"))}
              <span aria-hidden="true" className="text-ink-3">
                →
              </span>
              <span className="sr-only">{t("to")}</span>
              {pointer(move.toDigest, t("removed"))}
            </span>
            <span className="min-w-0 text-ink-2">
              {move.seenBy === "recheck"
                ? t("recheck")
                : t.rich(move.toDigest ? "pushed" : "deleted", {
                    who: () =>
                      move.actor ? (
                        <b className="font-semibold text-ink">
                          <ForeignText text={move.actor} whole />
                        </b>
                      ) : (
                        t("somebody")
                      ),
                  })}
            </span>
          </li>
        ))}
      </ol>
      <p className="pt-3 text-ink-3 text-sm">
        {t.rich("firstSeen", { when: () => <Time value={tag.firstSeenAt} /> })}
      </p>
    </section>
  );
}
