import pg from "pg";

/** What finds a text in the midst of another; by name, the index's definition. */
const indexes = {
  Tag_trigram_idx: `"Tag" USING gin ("name" gin_trgm_ops) WHERE "goneAt" IS NULL`,
  Repository_trigram_idx: `"Repository" USING gin ("name" gin_trgm_ops) WHERE "goneAt" IS NULL`,
} as const;

/**
 * The extension pg_trgm with the indexes that need it, as far as this server lets the owner have it: no migration, since one
 * that lacks it is no failure, and one that has it tomorrow gets the indexes at the next start. `client` is the owner's.
 */
export async function prepareTrigrams(client: pg.Client): Promise<void> {
  const found = await client.query<{ available: boolean; installed: boolean }>(
    `SELECT EXISTS (SELECT FROM pg_available_extensions WHERE name = 'pg_trgm') AS available,
       EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm') AS installed`,
  );
  const { available = false, installed = false } = found.rows[0] ?? {};
  if (!available) return;
  if (!installed) {
    try {
      await client.query("CREATE EXTENSION pg_trgm");
    } catch (error) {
      if ((error as { code?: string }).code === insufficientPrivilege) return;
      throw error;
    }
  }
  // One whose making was interrupted is kept up to date and never used.
  const broken = await client.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
     WHERE NOT i.indisvalid AND c.relname = ANY($1)`,
    [Object.keys(indexes)],
  );
  for (const { name } of broken.rows) await client.query(`DROP INDEX CONCURRENTLY "${name}"`);
  for (const [name, definition] of Object.entries(indexes)) {
    await client.query(`CREATE INDEX CONCURRENTLY IF NOT EXISTS "${name}" ON ${definition}`);
  }
}

const insufficientPrivilege = "42501";

/** Whether the database at `url` has the extension. */
export async function hasTrigrams(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    const { rows } = await client.query("SELECT to_regproc('word_similarity') IS NOT NULL AS present");
    return rows[0].present;
  } finally {
    await client.end();
  }
}
