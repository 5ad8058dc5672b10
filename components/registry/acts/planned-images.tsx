"use client";

import { useTranslations } from "next-intl";
import { Badge } from "#components/ui/badge.tsx";
import { Digest } from "#components/ui/digest.tsx";
import { shortDigests } from "#lib/format.ts";
import type { DeletionPlan, PlannedImage } from "#lib/services/deletions/types.ts";

/** Images in sight; the others open below, and there are never more than this window can draw. */
const inSight = 6;
const mostRows = 200;
const mostTags = 40;

/** Every digest with the tags that go, and why. */
export function PlannedImages({ plan: { by, images } }: { plan: DeletionPlan }) {
  const t = useTranslations("tags.deletion");
  const drawn = images.slice(0, mostRows);
  const digests = shortDigests(drawn.map(({ digest }) => digest));
  const rows = drawn.map((image, index) => (
    <PlannedRow key={image.digest} image={image} short={digests[index] ?? image.digest} by={by} />
  ));
  return (
    <section aria-label={t("goes")} className="rounded-md border border-line text-sm">
      <ul className="divide-y divide-line">{rows.slice(0, inSight)}</ul>
      {rows.length > inSight ? (
        <details className="border-line border-t">
          <summary className="px-3.5 py-2 text-ink-2">
            {t("more", { count: images.length - inSight })}
          </summary>
          <ul className="divide-y divide-line border-line border-t">{rows.slice(inSight)}</ul>
          {images.length > mostRows ? (
            <p className="border-line border-t px-3.5 py-2 text-ink-3 text-xs">
              {t("more", { count: images.length - mostRows })}
            </p>
          ) : null}
        </details>
      ) : null}
    </section>
  );
}

interface PlannedRowProps {
  image: PlannedImage;
  short: string;
  by: DeletionPlan["by"];
}

function PlannedRow({ image, short, by }: PlannedRowProps) {
  const t = useTranslations("tags.deletion");
  const { digest, tags, siblings, goes, kind, platforms } = image;
  const rest = tags.length + siblings.length - mostTags;
  return (
    <li className="flex flex-col gap-1.5 px-3.5 py-2.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        {tags.slice(0, mostTags).map((tag) => (
          <span key={tag} className="wrap-anywhere font-mono font-semibold">
            {tag}
          </span>
        ))}
        {by === "tag" && goes ? <Badge tone="danger">{t("lastTag")}</Badge> : null}
        {by === "digest"
          ? siblings.slice(0, Math.max(0, mostTags - tags.length)).map((tag) => (
              <span key={tag} className="inline-flex flex-wrap items-center gap-1.5">
                <span className="wrap-anywhere font-mono font-semibold">{tag}</span>
                <Badge tone="danger">{t("sibling")}</Badge>
              </span>
            ))
          : null}
        {tags.length + siblings.length === 0 ? <span className="text-ink-3">{t("untagged")}</span> : null}
        {rest > 0 ? <span className="text-ink-3 text-xs">{t("more", { count: rest })}</span> : null}
      </div>
      <div className="flex flex-wrap gap-x-4 gap-y-0.5 text-ink-3 text-xs">
        <Digest value={digest} short={short} />
        {kind === "index" ? (
          <span className="wrap-anywhere">
            {t("platforms", { count: platforms.length, names: platforms.join(", ") })}
          </span>
        ) : null}
        {by === "tag" && siblings.length > 0 ? (
          <span className="wrap-anywhere">
            {t("stays", { tags: siblings.slice(0, mostTags).join(", ") })}
          </span>
        ) : null}
      </div>
    </li>
  );
}
