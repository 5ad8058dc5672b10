"use client";

import { useTranslations } from "next-intl";
import { Badge } from "#components/ui/badge.tsx";
import { artifactKind } from "../kind.ts";

/** Whether an image is signed and attested. Attached is not verified: the words on hover say so. */
export function AttachedBadges({ types }: { types: readonly string[] }) {
  const t = useTranslations("tags");
  const kinds = types.map((type) => [artifactKind(type), type] as const);
  const typesOf = (...wanted: readonly string[]) =>
    kinds.flatMap(([kind, type]) => (kind && wanted.includes(kind) ? [type] : []));
  const marks = [
    ["signed", typesOf("signature")],
    ["attested", typesOf("inToto", "sbom")],
  ] as const;
  return marks.map(([mark, found]) =>
    found.length > 0 ? (
      <Badge key={mark} tone="info" title={`${t(`list.${mark}Hint`)}\n${found.join("\n")}`}>
        {t(`list.${mark}`)}
      </Badge>
    ) : null,
  );
}
