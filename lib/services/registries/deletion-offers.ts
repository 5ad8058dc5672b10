import { bulk, notify } from "#lib/db/index.ts";
import { type Capabilities, declaredOffers, type ProductId } from "#lib/registry/index.ts";

/** How a registry takes deletions: what its product declares, else what it was seen to do, else "unknown". */
export type DeletionOffers = Pick<Capabilities, "deleteTag" | "deleteDigest">;

export function deletionOffers(product: ProductId, stored: Partial<Capabilities>): DeletionOffers {
  const declared = declaredOffers(product);
  return {
    deleteTag: declared.deleteTag === "unknown" ? (stored.deleteTag ?? "unknown") : declared.deleteTag,
    deleteDigest:
      declared.deleteDigest === "unknown" ? (stored.deleteDigest ?? "unknown") : declared.deleteDigest,
  };
}

/** Keeps what a registry was seen to do until its connection is tested again, and tells every open page. */
export async function rememberDeletionOffers(
  registryId: string,
  seen: Partial<DeletionOffers>,
): Promise<void> {
  const changed = await bulk.query(
    `UPDATE "Registry" SET "capabilities" = "capabilities" || $2::jsonb
     WHERE "id" = $1::uuid AND NOT "capabilities" @> $2::jsonb RETURNING "id"`,
    [registryId, JSON.stringify(seen)],
  );
  if (changed.length > 0) await notify(bulk, { topic: "registry", id: registryId });
}
