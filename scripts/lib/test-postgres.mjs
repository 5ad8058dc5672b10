// The tests' Postgres: prints one line of JSON ({"adminUrl": …}) when the migrated template database is there, and ends,
// removing everything, when its standard input closes or it is told to. So it cannot outlive who started it.
// Usage: node scripts/lib/test-postgres.mjs   (Node 24)
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { appRole, bootstrap, ownerRole } from "../../lib/db/bootstrap.ts";
import { migrate } from "../../lib/db/migrate.ts";
import { startPostgres } from "./postgres.mjs";

const root = resolve(import.meta.dirname, "../..");
const home = mkdtempSync(join(tmpdir(), "longshore-test-postgres-"));
let postgres;
let ending = false;

async function end(code) {
  if (ending) return;
  ending = true;
  await postgres?.stop();
  rmSync(home, { recursive: true, force: true });
  process.exit(code);
}
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(name, () => end(0));

try {
  postgres = await startPostgres({ root, home, fast: true });
  const adminUrl = postgres.url("postgres", "postgres");
  const template = "longshore_template";
  await bootstrap(adminUrl, template);
  await migrate({ root, ownerUrl: postgres.url(template, ownerRole), appRole });
  process.stdin.resume();
  process.stdin.on("end", () => end(0));
  process.stdin.on("close", () => end(0));
  console.log(JSON.stringify({ adminUrl }));
} catch (error) {
  console.error(error);
  end(1);
}
