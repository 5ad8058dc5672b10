// node scripts/migration.mjs NAME: writes prisma/migrations/<next number>_NAME/migration.sql, the difference between the
// migrations there are and prisma/schema.prisma. With --check it only says whether there is one, and fails where there is.
// Needs Node 24 (npm run puts it first) and nothing running.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { bootstrap } from "../lib/db/bootstrap.ts";
import { migrationsList } from "../lib/db/migrate.ts";
import { readMigrations } from "../lib/db/migrations.ts";
import { openSchemaEngine } from "../lib/db/schema-engine.ts";
import { startPostgres } from "./lib/postgres.mjs";

const name = process.argv[2];
const check = name === "--check";
if (!check && !/^[a-z0-9_]+$/.test(name ?? "")) {
  console.error("Usage: node scripts/migration.mjs name_in_snake_case | --check");
  process.exit(1);
}

const root = resolve(import.meta.dirname, "..");
const home = mkdtempSync(join(tmpdir(), "longshore-migration-"));
const postgres = await startPostgres({ root, home, fast: true });
try {
  await bootstrap(postgres.url("postgres", "postgres"), "scratch");
  const migrations = readMigrations(root);
  // The engine replays the migrations in a shadow database, which takes a superuser.
  const { engine, close } = await openSchemaEngine(postgres.url("scratch", "postgres"));
  const schema = readFileSync(join(root, "prisma/schema.prisma"), "utf8");
  const { stdout } = await engine.diff({
    from:
      migrations.length === 0 ? { tag: "empty" } : { tag: "migrations", ...migrationsList(root, migrations) },
    to: { tag: "schemaDatamodel", files: [{ path: "schema.prisma", content: schema }] },
    script: true,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  });
  await close();
  if (!stdout?.trim() || stdout.includes("This is an empty migration")) {
    console.log("The migrations already make prisma/schema.prisma. Nothing written.");
  } else if (check) {
    console.log(`The migrations do not make prisma/schema.prisma. Missing:\n${stdout}`);
    process.exitCode = 1;
  } else {
    const number = String(migrations.length + 1).padStart(4, "0");
    const folder = join(root, "prisma/migrations", `${number}_${name}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "migration.sql"), stdout);
    console.log(`Wrote prisma/migrations/${number}_${name}/migration.sql. Read it before committing.`);
  }
} finally {
  await postgres.stop();
  rmSync(home, { recursive: true, force: true });
}
