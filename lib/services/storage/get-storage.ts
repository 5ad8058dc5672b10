import { setTimeout } from "node:timers/promises";
import { z } from "zod";
import {
  findNamespaceStorage,
  findStorage,
  type LargeBlobRow,
  listLargeBlobs,
  listNamespaceStorage,
  listRepositoryStorage,
  listStorageDays,
  type StorageDayRow,
  type StorageShare,
  type StorageTotals,
} from "#lib/catalog/index.ts";
import { bulk } from "#lib/db/index.ts";
import { AppError } from "#lib/errors.ts";
import { defineRead } from "#lib/operations/index.ts";
import { reachRegistry } from "../repositories/index.ts";
import { measure, measureInBackground } from "./measure.ts";

/** Most first measurements are done by then, and nobody has to look at a page without a picture. */
const patience = 1_500;
const shares = 200;
const blobs = 20;
const days = 365;

export interface StorageView {
  readonly registry: { readonly id: string; readonly name: string };
  /** Null as long as it was never measured. `measuredAt` is ISO 8601. */
  readonly totals: (Omit<StorageTotals, "measuredAt"> & { readonly measuredAt: string }) | null;
  /** The namespace that was asked for. */
  readonly namespace: StorageShare | null;
  /** Namespaces, or that namespace's repositories: at most 200, the largest. */
  readonly shares: readonly StorageShare[];
  readonly days: readonly StorageDayRow[];
  readonly blobs: readonly LargeBlobRow[];
  /** A measurement is under way. */
  readonly measuring: boolean;
}

/** What a registry holds, or one namespace of it, from the last measurement; an outdated one is repeated behind the answer. Throws NOT_FOUND. */
export const getStorage = defineRead({
  id: "registry.storage",
  permission: "registry:read",
  input: z.strictObject({
    registryId: z.string().max(64),
    /** "" is a namespace too: of the names without one. */
    namespace: z.string().max(255).optional(),
  }),
  run: async (_actor, { registryId, namespace: wanted }): Promise<StorageView> => {
    const { id, name } = await reachRegistry(registryId);
    const registry = { id, name };
    let found = await findStorage(bulk, id);
    let measuring = (found === null || found.outdated) && measureInBackground(id);
    if (found === null && measuring) {
      found = await firstOf(id);
      measuring = found === null;
    }
    if (found === null) {
      return { registry, totals: null, namespace: null, shares: [], days: [], blobs: [], measuring };
    }
    const { outdated, measuredAt, ...numbers } = found;
    const namespace = wanted === undefined ? null : await findNamespaceStorage(bulk, id, wanted);
    if (namespace === undefined) throw new AppError("NOT_FOUND", "no such namespace");
    const [parts, growth, largest] = await Promise.all([
      namespace === null
        ? listNamespaceStorage(bulk, id, shares)
        : listRepositoryStorage(bulk, id, namespace.name, shares),
      listStorageDays(bulk, id, days),
      listLargeBlobs(bulk, id, blobs),
    ]);
    const totals = { ...numbers, measuredAt: measuredAt.toISOString() };
    return { registry, totals, namespace, shares: parts, days: growth, blobs: largest, measuring };
  },
});

async function firstOf(registryId: string) {
  const timer = new AbortController();
  await Promise.race([
    measure(registryId).catch(() => undefined),
    setTimeout(patience, undefined, { signal: timer.signal }).catch(() => undefined),
  ]);
  timer.abort();
  return findStorage(bulk, registryId);
}
