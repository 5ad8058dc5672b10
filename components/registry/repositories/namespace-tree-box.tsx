"use client";

import { Search } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useDeferredValue, useRef } from "react";
import { useFilterKeys } from "#components/data-table/page-keys.ts";
import { cn } from "#components/ui/cn.ts";
import { controlStyle } from "#components/ui/field.tsx";
import { useFilterKey } from "#components/ui/use-filter-key.ts";
import { useTypedParam } from "#components/ui/use-url-params.ts";
import type { NamespaceList } from "#lib/services/repositories/index.ts";
import { NamespaceFolder } from "./namespace-folder.tsx";
import { treeRow } from "./tree-row.ts";
import { ViewSwitch } from "./view-switch.tsx";

export interface NamespaceTreeProps {
  registryId: string;
  registry: string;
  /** The root as the server read it for the address's filter. */
  root: NamespaceList;
  rootFilter: string;
  empty: ReactNode;
  footer: ReactNode;
}

/** Repositories by namespace: folders open in place, a filter opens what holds a match. */
export default function NamespaceTreeBox({
  registryId,
  registry,
  root,
  rootFilter,
  empty,
  footer,
}: NamespaceTreeProps) {
  const t = useTranslations("repositories");
  const [typed, setTyped] = useTypedParam("q");
  const filter = useDeferredValue(typed.trim());
  const filterRef = useRef<HTMLInputElement>(null);
  useFilterKey(filterRef);
  useFilterKeys();
  return (
    <div className="flex flex-1 flex-col">
      <div className="flex flex-wrap items-center gap-2 py-2">
        <div className="relative w-full sm:w-70">
          <Search
            aria-hidden="true"
            className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-ink-3"
          />
          <input
            ref={filterRef}
            type="search"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            aria-label={t("list.filterAny")}
            placeholder={t("list.filterAny")}
            spellCheck={false}
            className={cn(controlStyle, "h-8 pl-8.5 max-sm:h-10")}
          />
        </div>
        <ViewSwitch view="tree" />
        <div className="ml-auto max-sm:ml-0">{footer}</div>
      </div>
      {root.nodes.length === 0 && filter === "" ? (
        empty
      ) : (
        <nav aria-label={t("tree.label", { registry })}>
          <p aria-hidden="true" className={cn(treeRow, "h-9 font-medium text-ink-3 max-sm:hidden")}>
            <span>{t("list.columns.name")}</span>
            <span className="text-right">{t("list.columns.tags")}</span>
            <span className="text-right">{t("list.columns.size")}</span>
            <span>{t("list.columns.pushed")}</span>
          </p>
          <NamespaceFolder
            registryId={registryId}
            path=""
            filter={filter}
            depth={0}
            {...(filter === rootFilter ? { initial: root } : {})}
          />
        </nav>
      )}
    </div>
  );
}
