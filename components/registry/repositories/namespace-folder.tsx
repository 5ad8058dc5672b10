"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronRight, Folder, Package } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { errorOf, getJson } from "#components/data-table/request.ts";
import { ErrorState } from "#components/feedback/error-state.tsx";
import { Bytes } from "#components/ui/bytes.tsx";
import { cn } from "#components/ui/cn.ts";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { Time } from "#components/ui/time.tsx";
import { formatNumber } from "#lib/format.ts";
import type { NamespaceList, NamespaceNode } from "#lib/services/repositories/index.ts";
import { repositoryKeys } from "../keys.ts";
import { RepositoryName } from "./repository-name.tsx";
import { TagCount } from "./tag-count.tsx";
import { treeRow } from "./tree-row.ts";

interface FolderProps {
  registryId: string;
  path: string;
  filter: string;
  depth: number;
  initial?: NamespaceList;
}

/** The children of one folder; read when it is opened. */
export function NamespaceFolder({ registryId, path, filter, depth, initial }: FolderProps) {
  const t = useTranslations("repositories.tree");
  const query = useQuery({
    queryKey: repositoryKeys.tree(registryId, path, filter),
    queryFn: ({ signal }) => {
      const search = new URLSearchParams({ registryId, path, ...(filter ? { filter } : {}) });
      return getJson<NamespaceList>(`/api/v1/repositories/tree?${search}`, signal);
    },
    ...(initial ? { initialData: initial } : {}),
  });
  if (query.isError) return <ErrorState error={errorOf(query.error)} size="inline" />;
  if (!query.data) return <Waiting depth={depth} />;
  const { nodes, truncated } = query.data;
  if (nodes.length === 0) return <p className="py-6 text-center text-ink-3 text-sm">{t("noMatch")}</p>;
  return (
    <ul>
      {nodes.map((node) => (
        <TreeNode key={node.path} registryId={registryId} node={node} filter={filter} depth={depth} />
      ))}
      {truncated ? <li className="py-2 text-ink-3 text-xs">{t("more")}</li> : null}
    </ul>
  );
}

interface NodeProps {
  registryId: string;
  node: NamespaceNode;
  filter: string;
  depth: number;
}

const indentOf = (depth: number) => ({ paddingInlineStart: `${depth * 22}px` });

function TreeNode({ registryId, node, filter, depth }: NodeProps) {
  const t = useTranslations("repositories.tree");
  const [chosen, setChosen] = useState<boolean | null>(null);
  const isFolder = node.below > 0;
  // A filter shows where its matches are; what was opened or closed by hand stays so.
  const open = isFolder && (chosen ?? (filter !== "" && depth < 3));
  return (
    <li>
      <div className={cn(treeRow, "h-9 hover:bg-sunk")}>
        <span style={indentOf(depth)} className="flex min-w-0 items-center gap-1.5">
          {isFolder ? (
            <button
              type="button"
              aria-expanded={open}
              aria-label={t(open ? "close" : "open", { name: node.path })}
              onClick={() => setChosen(!open)}
              className="thumb relative flex size-6 shrink-0 items-center justify-center rounded-sm text-ink-3 hover:text-ink"
            >
              <ChevronRight
                aria-hidden="true"
                className={cn("size-4 transition-transform", open && "rotate-90")}
              />
            </button>
          ) : (
            <span aria-hidden="true" className="size-6 shrink-0" />
          )}
          {node.repository ? (
            <>
              <Package aria-hidden="true" className="size-4 shrink-0 text-ink-3" />
              <RepositoryName registryId={registryId} row={node.repository} text={node.segment} />
            </>
          ) : (
            <button
              type="button"
              tabIndex={-1}
              onClick={() => setChosen(!open)}
              className="thumb relative flex min-w-0 items-center gap-1.5 font-mono text-ink-2"
            >
              <Folder aria-hidden="true" className="size-4 shrink-0 text-ink-3" />
              <span className="truncate">{node.segment}</span>
            </button>
          )}
        </span>
        <Facts node={node} />
      </div>
      {open ? (
        <NamespaceFolder registryId={registryId} path={node.path} filter={filter} depth={depth + 1} />
      ) : null}
    </li>
  );
}

/** Under the columns of the list: a repository's numbers; of a folder, how many there are in it. */
function Facts({ node: { repository, below } }: Pick<NodeProps, "node">) {
  const t = useTranslations("repositories.tree");
  const locale = useLocale();
  const inside =
    below > 0 ? <span className="text-ink-3 text-xs">{t("below", { count: below })}</span> : null;
  if (!repository) return <span className="truncate text-right">{inside}</span>;
  const { storedBytes, lastPushedAt, tagCount } = repository;
  return (
    <>
      <span className="flex items-baseline justify-end gap-3 truncate text-right max-sm:hidden">
        {inside}
        <TagCount row={repository} words={(count) => formatNumber(count, locale)} />
      </span>
      <span className="text-right text-ink">
        {storedBytes === null ? "—" : <Bytes value={storedBytes} />}
      </span>
      <span className="text-ink-2 max-sm:hidden">{tagCount ? <Time value={lastPushedAt} /> : "—"}</span>
    </>
  );
}

function Waiting({ depth }: { depth: number }) {
  return (
    <div aria-busy="true" className={cn(treeRow, "h-9")}>
      <span style={indentOf(depth)}>
        <Skeleton className="ml-7.5 w-40" />
      </span>
      <Skeleton className="ml-auto w-16" />
    </div>
  );
}
