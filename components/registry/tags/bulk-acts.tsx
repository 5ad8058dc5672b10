"use client";

import { Trash2 } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { formatCount } from "#lib/format.ts";
import type { TagRow } from "#lib/services/tags/index.ts";
import type { ActPlace, ActRights } from "../acts/types.ts";
import { CopyButton } from "../copy/copy-button.tsx";
import { CopyReferences } from "./copy-references.tsx";

/** What one deletion takes. */
const most = 1_000;

interface BulkActsProps {
  place: ActPlace;
  tags: readonly TagRow[];
  registry: string;
  deletes: ActRights["delete"];
  mayCopy: boolean;
  onDelete: () => void;
}

/** What can be done with the selected tags. */
export default function BulkActs({ place, tags, registry, deletes, mayCopy, onDelete }: BulkActsProps) {
  const t = useTranslations("tags.acts");
  const locale = useLocale();
  const { registryId, host, repository } = place;
  const reason =
    deletes === "refused" ? t("refused", { registry }) : tags.length > most ? t("tooMany") : undefined;
  return (
    <>
      <CopyReferences image={`${host}/${repository}`} tags={tags} />
      {mayCopy ? (
        <CopyButton
          size="sm"
          registryId={registryId}
          repository={repository}
          tags={tags.map(({ name }) => name)}
          platforms={[...new Set(tags.flatMap((tag) => tag.platforms.map(({ platform }) => platform)))]}
        />
      ) : null}
      {deletes ? (
        <Button size="sm" disabledReason={reason} onClick={onDelete}>
          <Trash2 aria-hidden="true" />
          {t("deleteSelected", { count: tags.length, words: formatCount(tags.length, locale) })}
        </Button>
      ) : null}
    </>
  );
}
