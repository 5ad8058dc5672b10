import { z } from "zod";
import { findRepository, isStale } from "#lib/catalog/index.ts";
import { bulk } from "#lib/db/index.ts";
import { AppError, type ErrorDto } from "#lib/errors.ts";
import {
  type Capabilities,
  isRepositoryName,
  lastTagTakesImage,
  type ProductId,
  registryHost,
} from "#lib/registry/index.ts";
import { type DeletionOffers, deletionOffers, noticesOf } from "../registries/index.ts";

/** Names by which inputs say which repository. Shapes are checked in `reach*`, where wrong and absent are the same. */
export const repositoryInput = { registryId: z.string().max(64), repository: z.string().min(1).max(255) };

/** The registry as pages of its repositories need it. */
export interface ReachedRegistry {
  readonly id: string;
  readonly name: string;
  /** As references are written: "docker.io", "host:5000". */
  readonly host: string;
  readonly disabled: boolean;
  /** Its repositories have been listed before. */
  readonly listed: boolean;
  /** That list is missing or old. */
  readonly stale: boolean;
  /** How it deletes, as far as known. */
  readonly deletion: DeletionOffers;
  /** It deletes an image with the last of its tags. */
  readonly lastTagTakesImage: boolean;
}

type Row = Omit<ReachedRegistry, "host" | "deletion" | "lastTagTakesImage"> & {
  readonly endpoint: string;
  readonly product: ProductId;
  readonly capabilities: Partial<Capabilities>;
};

export interface ReachedRepository {
  readonly registry: ReachedRegistry;
  /** Never leaves the server. */
  readonly id: bigint;
  readonly name: string;
  readonly indexedAt: string | null;
  /** Its tags were never indexed, or a while ago: five minutes where the registry counts requests (a told rate limit). */
  readonly stale: boolean;
  /** Why the last index run did not end well. */
  readonly indexError: ErrorDto | null;
}

/** The one place where a registry is reached through an actor; today every role reads every registry. Throws NOT_FOUND. */
export async function reachRegistry(registryId: string): Promise<ReachedRegistry> {
  const id = z.uuid().safeParse(registryId).data;
  const [row] = id
    ? await bulk.lookUp<Row>(
        `SELECT "id", "name", "endpoint", "product", "capabilities", "disabledAt" IS NOT NULL AS "disabled",
           "repositoriesIndexedAt" IS NOT NULL AS "listed",
           ${isStale(`"repositoriesIndexedAt"`)} AS "stale"
         FROM "Registry" WHERE "id" = $1::uuid`,
        [id],
      )
    : [];
  if (!row) throw new AppError("NOT_FOUND", "no such registry");
  const { endpoint, product, capabilities, ...registry } = row;
  return {
    ...registry,
    host: registryHost(endpoint),
    deletion: deletionOffers(product, capabilities),
    lastTagTakesImage: lastTagTakesImage(product),
  };
}

/** A repository of the index, through its registry. Throws NOT_FOUND for what is absent, gone or no name at all. */
export async function reachRepository(registryId: string, name: string): Promise<ReachedRepository> {
  const asked = z.uuid().safeParse(registryId).success && isRepositoryName(name);
  const [registry, row] = await Promise.all([
    reachRegistry(registryId),
    asked ? findRepository(bulk, registryId, name) : null,
  ]);
  if (!row || row.goneAt) throw new AppError("NOT_FOUND", "no such repository");
  const { id, indexedAt, indexError } = row;
  const stale = noticesOf(registry.id).rateLimit ? row.old : row.stale;
  return { registry, id, name: row.name, indexedAt: indexedAt?.toISOString() ?? null, indexError, stale };
}
