import { useTranslations } from "next-intl";
import { ForeignText } from "#components/ui/foreign-text.tsx";
import { Time } from "#components/ui/time.tsx";
import type { GoneTagView, TagView } from "#lib/services/tags/index.ts";
import { DigestLink, shortNames } from "./digest-link.tsx";

/** Each time the tag moved: when, from which digest to which, and how Longshore came to know. */
export function Moves({ view }: { view: TagView | GoneTagView }) {
  const t = useTranslations("tags.moves");
  const { moves } = view;
  const { firstSeenAt } = view.gone ?? view.tag;
  const leads = (digest: string) => view.gone === null || view.held.includes(digest);
  const names = shortNames(moves.flatMap((move) => [move.fromDigest, move.toDigest]));
  const pointer = (digest: string | null, none: string) =>
    digest && leads(digest) ? (
      <DigestLink view={view} digest={digest} names={names} />
    ) : digest ? (
      <span title={digest} className="font-mono text-ink-2 text-xs">
        {names.get(digest)}
      </span>
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
        {t.rich("firstSeen", { when: () => <Time value={firstSeenAt} /> })}
      </p>
    </section>
  );
}
