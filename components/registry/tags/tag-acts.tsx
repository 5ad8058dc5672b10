"use client";

import { useTranslations } from "next-intl";
import { lazy, type ReactNode, Suspense, useMemo, useState } from "react";
import type { DataColumn } from "#components/data-table/index.ts";
import type { TagRow } from "#lib/services/tags/index.ts";
import { ActDialogs } from "../acts/image-acts.tsx";
import { ImageMenu } from "../acts/image-menu.tsx";
import type { ActPlace, ActRights, ImageAct } from "../acts/types.ts";

// Wanted with the first selection.
const BulkActs = lazy(() => import("./bulk-acts.tsx"));

interface Allowed {
  /** The registry's name. */
  registry: string;
  rights: ActRights;
  mayCopy: boolean;
}

interface TagActs {
  /** A menu for each row; null when there is nothing to offer. */
  column: DataColumn<TagRow> | null;
  bulk: (tags: readonly TagRow[], clear: () => void) => ReactNode;
  dialog: ReactNode;
}

/** What can be done to the tags of a list, one or many of them. */
export function useTagActs(place: ActPlace, { registry, rights, mayCopy }: Allowed): TagActs {
  const t = useTranslations("tags.acts");
  const [asked, setAsked] = useState<{ act: ImageAct; clear?: () => void } | null>(null);
  const { tag, delete: deletes } = rights;
  const column = useMemo<DataColumn<TagRow> | null>(
    () =>
      tag || deletes
        ? {
            id: "acts",
            header: t("column"),
            width: 3.5,
            fixed: true,
            quietHeader: true,
            cell: ({ name, digest }) =>
              digest || deletes ? (
                <ImageMenu
                  name={name}
                  registry={registry}
                  rights={{ tag, delete: deletes }}
                  digest={digest}
                  deletion={{ kind: "delete", tags: [name] }}
                  onAct={(act) => setAsked({ act })}
                />
              ) : null,
          }
        : null,
    [t, registry, tag, deletes],
  );
  return {
    column,
    bulk: (tags, clear) => (
      <Suspense fallback={null}>
        <BulkActs
          place={place}
          tags={tags}
          mayCopy={mayCopy}
          registry={registry}
          deletes={deletes}
          onDelete={() => setAsked({ act: { kind: "delete", tags: tags.map(({ name }) => name) }, clear })}
        />
      </Suspense>
    ),
    dialog: (
      <Suspense fallback={null}>
        {asked ? (
          <ActDialogs place={place} act={asked.act} onDone={asked.clear} onClose={() => setAsked(null)} />
        ) : null}
      </Suspense>
    ),
  };
}
