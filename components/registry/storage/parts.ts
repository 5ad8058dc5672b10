import type { StorageView } from "#lib/services/storage/index.ts";
import { registryHref, repositoryHref } from "../../hrefs.ts";

/** One tile of the picture. Bytes nobody else holds, or (`shared`) what several do. */
export interface StoragePart {
  readonly key: string;
  readonly label: string;
  readonly bytes: number;
  readonly href?: string;
  readonly shared?: true;
}

interface Words {
  /** Names without a namespace. */
  readonly root: string;
  readonly shared: string;
  /** What is left out of the picture, as the parts are too many. */
  readonly others: string;
}

export function storageHref(registryId: string, namespace?: string): string {
  const query = namespace === undefined ? "" : `?${new URLSearchParams({ namespace })}`;
  return `${registryHref(registryId)}/-/storage${query}`;
}

/** What the picture shows: namespaces and what they share, or one namespace's repositories and what those share. */
export function storageParts(
  { registry, namespace, shares, totals }: StorageView,
  words: Words,
): StoragePart[] {
  const parts: StoragePart[] = shares.map(({ name, ownBytes }) => ({
    key: `/${name}`,
    label: (namespace === null ? name : name.slice(name.indexOf("/") + 1)) || words.root,
    bytes: ownBytes,
    href: namespace === null ? storageHref(registry.id, name) : repositoryHref(registry.id, name),
  }));
  const { bytes, sharedBytes } = pictured(namespace, totals);
  const shown = parts.reduce((sum, part) => sum + part.bytes, 0);
  return [
    ...parts,
    { key: "others", label: words.others, bytes: Math.max(0, bytes - sharedBytes - shown) },
    { key: "shared", label: words.shared, bytes: sharedBytes, shared: true },
  ];
}

/** All that the picture is of, and how much of it more than one part holds. */
export function pictured(
  namespace: StorageView["namespace"],
  totals: StorageView["totals"],
): { readonly bytes: number; readonly sharedBytes: number } {
  if (namespace === null) return { bytes: totals?.bytes ?? 0, sharedBytes: totals?.sharedBytes ?? 0 };
  // Its own, less what its repositories share, is what they hold alone.
  const alone = namespace.ownBytes - namespace.sharedBytes;
  return { bytes: namespace.bytes, sharedBytes: namespace.bytes - alone };
}
