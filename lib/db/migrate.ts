import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import pg from "pg";
import { getConstructionPlans, getMigrationPlans } from "pg-boss";
import bossPackage from "pg-boss/package.json" with { type: "json" };
import { grantScript } from "./grants.ts";
import { concurrentIndex, type Migration, pendingMigrations, readMigrations } from "./migrations.ts";
import { openSchemaEngine } from "./schema-engine.ts";
import { prepareTrigrams } from "./trigrams.ts";

/** Any number, the same for every version: instances that start together migrate one after another. */
const migrationLock = 4_842_001;

export interface MigrateOptions {
  /** Checkout whose prisma/migrations are applied. */
  readonly root: string;
  /** Role that owns the tables. */
  readonly ownerUrl: string;
  /** Role the application runs as; undefined when it runs as the owner. */
  readonly appRole?: string | undefined;
}

/**
 * Brings the database to this version: our tables by Prisma's engine, the queue's by pg-boss's own plans, then the
 * application role's grants. Safe to run again, after a kill at any point, and by several instances at once.
 * @returns names of the migrations applied now.
 * @throws Error naming the migration when one fails; the failed one is marked rolled back, so a repaired version can
 * apply it again.
 */
export async function migrate({ root, ownerUrl, appRole }: MigrateOptions): Promise<string[]> {
  const migrations = readMigrations(root);
  const client = new pg.Client({ connectionString: ownerUrl, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    await takeLock(client);
    const pending = await pendingMigrations(client, migrations);
    await forgetInterrupted(client, migrations, pending);
    const applied = pending.length === 0 ? [] : await applyPending(root, ownerUrl, migrations, pending);
    await migrateQueue(client);
    await prepareTrigrams(client);
    if (appRole) await client.query(grantScript(appRole));
    return applied;
  } finally {
    await client.end();
  }
}

/** By asking again: whoever waits inside a query is waited for in turn by CREATE INDEX CONCURRENTLY, for ever. */
async function takeLock(client: pg.Client): Promise<void> {
  for (;;) {
    const { rows } = await client.query("SELECT pg_try_advisory_lock($1) AS taken", [migrationLock]);
    if (rows[0].taken) return;
    await setTimeout(100);
  }
}

/**
 * After a kill in the midst of a migration: it is applied again. What ran as one transaction left nothing, batches begin again
 * without harm, and an index that was being made is in the way, whole or not.
 */
async function forgetInterrupted(
  client: pg.Client,
  migrations: readonly Migration[],
  pending: readonly string[],
): Promise<void> {
  const known = await client.query(`SELECT to_regclass('"_prisma_migrations"') IS NOT NULL AS present`);
  if (!known.rows[0].present) return;
  await client.query(
    `UPDATE "_prisma_migrations" SET rolled_back_at = now() WHERE finished_at IS NULL AND rolled_back_at IS NULL`,
  );
  for (const { name, script } of migrations) {
    const index = pending.includes(name) ? concurrentIndex(script) : undefined;
    if (index) await client.query(`DROP INDEX CONCURRENTLY IF EXISTS ${pg.escapeIdentifier(index)}`);
  }
}

async function applyPending(
  root: string,
  ownerUrl: string,
  migrations: readonly Migration[],
  pending: readonly string[],
): Promise<string[]> {
  const { engine, close } = await openSchemaEngine(ownerUrl);
  try {
    const output = await engine.applyMigrations({
      migrationsList: migrationsList(root, migrations),
      filters: { externalTables: [], externalEnums: [] },
    });
    return output.appliedMigrationNames;
  } catch (error) {
    for (const name of pending) {
      // Only the one that failed can be marked; for the others the engine refuses.
      await engine.markMigrationRolledBack({ migrationName: name }).catch(() => undefined);
    }
    throw new Error(`A migration failed: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  } finally {
    await close();
  }
}

/** The engine's view of prisma/migrations. */
export function migrationsList(root: string, migrations: readonly Migration[]) {
  return {
    baseDir: join(root, "prisma/migrations"),
    lockfile: { path: "migration_lock.toml", content: 'provider = "postgresql"\n' },
    shadowDbInitScript: "",
    migrationDirectories: migrations.map(({ name, script }) => ({
      path: name,
      migrationFile: { path: "migration.sql", content: { tag: "ok" as const, value: script } },
    })),
  };
}

/** The queue's tables are made by the owner: the application's role may not create any. */
async function migrateQueue(client: pg.Client): Promise<void> {
  const found = await client.query("SELECT to_regclass('pgboss.version') IS NOT NULL AS present");
  if (!found.rows[0].present) {
    await client.query(getConstructionPlans("pgboss"));
    return;
  }
  const { rows } = await client.query("SELECT version FROM pgboss.version");
  const version = Number(rows[0].version);
  if (version < bossPackage.pgboss.schema) await client.query(getMigrationPlans("pgboss", version));
}
