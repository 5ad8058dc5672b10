import { bulk } from "#lib/db/index.ts";

/** What each registry holds, compressed bytes with each blob once, by its id; absent where it was never measured. */
export async function loadStoredBytes(): Promise<ReadonlyMap<string, number>> {
  const rows = await bulk.query<{ id: string; bytes: number }>(
    `SELECT "registryId" AS id, "bytes"::float8 AS bytes FROM "RegistryStorage"`,
  );
  return new Map(rows.map(({ id, bytes }) => [id, bytes]));
}
