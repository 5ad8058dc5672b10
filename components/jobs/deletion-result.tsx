"use client";

import { useTranslations } from "next-intl";
import { useErrorWords } from "#components/feedback/error-words.ts";
import { Panel } from "#components/ui/panel.tsx";
import { shortDigest } from "#lib/format.ts";
import type { DeletionProgress } from "#lib/services/deletions/types.ts";

const most = 200;

/** What a deletion did and what it left, each with its reason. */
export function DeletionResult({ progress }: { progress: DeletionProgress }) {
  const t = useTranslations("jobs.deletion");
  const words = useErrorWords();
  const done = [...progress.deleted, ...progress.gone];
  return (
    <>
      {progress.kept.length > 0 ? (
        <Panel flush title={t("keptTitle")}>
          <ul className="divide-y divide-line">
            {progress.kept.slice(0, most).map(({ tag, digest, error }) => (
              <li key={tag ?? digest} className="flex flex-col gap-0.5 px-4 py-2 text-sm">
                <span className="wrap-anywhere font-mono font-semibold">{tag ?? shortDigest(digest)}</span>
                <span className="text-ink-2 text-xs">{words(error).title}</span>
              </li>
            ))}
          </ul>
        </Panel>
      ) : null}
      {done.length > 0 ? (
        <Panel title={t("goneTitle")}>
          <p className="flex flex-wrap gap-x-4 gap-y-1 font-mono text-sm">
            {done.slice(0, most).map((name) => (
              <span key={name} className="wrap-anywhere">
                {name.startsWith("sha256:") ? shortDigest(name) : name}
              </span>
            ))}
            {done.length > most ? (
              <span className="font-sans text-ink-3">
                {t("andMore", { count: String(done.length - most) })}
              </span>
            ) : null}
          </p>
        </Panel>
      ) : null}
    </>
  );
}
