import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface Migration {
  readonly name: string;
  readonly script: string;
  /** As Prisma keeps it in `_prisma_migrations`. */
  readonly checksum: string;
}

/** The migrations shipped with this version, in order. `root` is the checkout. */
export function readMigrations(root: string): Migration[] {
  const folder = join(root, "prisma/migrations");
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const script = readFileSync(join(folder, name, "migration.sql"), "utf8");
      return { name, script, checksum: createHash("sha256").update(script).digest("hex") };
    });
}

/**
 * Whether a script is no one transaction: indexes made beside readers and writers, batches, a whole database. It locks no table
 * against them.
 */
export function commitsByItself(script: string): boolean {
  return /\bCONCURRENTLY\b|^\s*COMMIT;|^(?:CREATE|DROP) DATABASE /m.test(script);
}

/** The index a script makes beside readers and writers, if that is what it does. */
export function concurrentIndex(script: string): string | undefined {
  return /^CREATE (?:UNIQUE )?INDEX CONCURRENTLY "(\w+)"/m.exec(script)?.[1];
}

/** What a query for `_prisma_migrations` needs to be run by. */
export interface Querier {
  query(text: string): Promise<{ rows: unknown[] }>;
}

/** Names of migrations this version ships and the database has not finished. */
export async function pendingMigrations(
  client: Querier,
  migrations: readonly Migration[],
): Promise<string[]> {
  const table = await client.query(`SELECT to_regclass('"_prisma_migrations"') IS NOT NULL AS present`);
  if (!(table.rows[0] as { present: boolean }).present) return migrations.map(({ name }) => name);
  const result = await client.query(
    `SELECT migration_name AS name FROM "_prisma_migrations" WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`,
  );
  const applied = new Set(result.rows.map((row) => (row as { name: string }).name));
  return migrations.map(({ name }) => name).filter((name) => !applied.has(name));
}
