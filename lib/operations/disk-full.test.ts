import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, rm, statfs, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { type RunningPostgres, startPostgres } from "../../scripts/lib/postgres.mjs";
import type { Actor } from "../auth/actor.ts";
import { appRole, bootstrap, ownerRole } from "../db/bootstrap.ts";
import { closeDatabase } from "../db/client.ts";
import { bulk, closeLive, db } from "../db/index.ts";
import { migrate } from "../db/migrate.ts";
import { createTestActor, useTestKey } from "../services/testing.ts";
import { defineOperation, execute } from "./index.ts";

const run = promisify(execFile);
const root = join(import.meta.dirname, "../..");

let directory: string;
let postgres: RunningPostgres;
let actor: Actor;

/** A Postgres whose data lies on a disk of 200 MB. Needs root, as Docker's tests do. */
beforeAll(async () => {
  useTestKey();
  directory = await mkdtemp(join(tmpdir(), "longshore-full-"));
  await mkdir(join(directory, "disk"));
  await run("mount", ["-t", "tmpfs", "-o", "size=200m", "tmpfs", join(directory, "disk")]);
  postgres = await startPostgres({ root, home: join(directory, "disk", "home"), fast: true });
  await bootstrap(postgres.url("postgres", "postgres"), "longshore");
  await migrate({ root, ownerUrl: postgres.url("longshore", ownerRole), appRole });
  await closeLive();
  await closeDatabase();
  process.env.DATABASE_URL = postgres.url("longshore", appRole);
  actor = await createTestActor("administrator");
}, 60_000);
afterAll(async () => {
  await closeLive();
  await closeDatabase();
  await postgres?.stop();
  await run("umount", [join(directory, "disk")]);
  await rm(directory, { recursive: true });
});

const touched: string[] = [];
/** An effect outside Postgres, which may only happen when its intent is on record. */
const touch = defineOperation({
  id: "registry.refresh",
  permission: "registry:refresh",
  effect: "external",
  input: z.strictObject({ note: z.string() }),
  target: ({ note }) => ({ targetType: "registry", targetName: note.slice(0, 20), detail: { note } }),
  run: async (_actor, { note }) => {
    touched.push(note);
    return {};
  },
});
const attempt = () => execute(touch, actor, { note: randomBytes(3_000).toString("base64") });

async function fill(path: string): Promise<void> {
  const { bavail, bsize } = await statfs(join(directory, "disk"));
  // All there is; Postgres keeps what it has already taken.
  await writeFile(path, Buffer.alloc(bavail * bsize));
}

it("a full disk under the database is said, nothing happens unrecorded, and all is well once there is room", async () => {
  const ballast = join(directory, "disk", "ballast");
  await fill(ballast);
  let answer = await attempt();
  // Pages it has already taken are used up first.
  for (let tries = 0; answer.ok && tries < 500; tries += 1) answer = await attempt();
  expect(answer).toMatchObject({
    ok: false,
    error: { code: "DATABASE_UNAVAILABLE", reason: "database_disk_full" },
  });
  const done = touched.length;
  const [recorded] = await bulk.query<{ count: bigint }>(
    `SELECT count(*) FROM "AuditEvent" WHERE "action" = 'registry.refresh' AND "phase" = 'intent'`,
  );
  expect(recorded?.count).toBe(BigInt(done));
  // What there is can still be read.
  expect(await db().user.count()).toBe(1);

  await rm(ballast);
  expect(await attempt()).toEqual({ ok: true, data: {} });
  expect(touched.length).toBe(done + 1);
});
