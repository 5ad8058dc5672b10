import { hostname } from "node:os";
import { db } from "../db/index.ts";
import { heartbeatMs } from "./heartbeat.ts";

/** A process that runs jobs. */
export interface WorkerPresence {
  readonly id: string;
  readonly host: string;
  readonly pid: number;
  readonly startedAt: Date;
  readonly heartbeatAt: Date;
  /** Nothing was heard of it for too long: shown, and forgotten after an hour. What it ran is decided elsewhere (`Watch`). */
  readonly silent: boolean;
}

/** Says that this process lives. One that was forgotten meanwhile, asleep, comes back. */
export async function announce(id: string): Promise<void> {
  await db().$executeRaw`
    WITH forgotten AS (
      DELETE FROM "Worker" WHERE "heartbeatAt" < now() - interval '1 hour' AND "id" <> ${id})
    INSERT INTO "Worker" ("id", "host", "pid", "startedAt", "heartbeatAt")
    VALUES (${id}, ${hostname()}, ${process.pid}, now(), now())
    ON CONFLICT ("id") DO UPDATE SET "heartbeatAt" = now()`;
}

/** It went as it should. */
export async function takeLeave(id: string): Promise<void> {
  await db().worker.deleteMany({ where: { id } });
}

/** Those that live, and those that fell silent within the hour; the oldest first. */
export async function listPresence(): Promise<readonly WorkerPresence[]> {
  const silentAfter = `${heartbeatMs * 4} milliseconds`;
  return db().$queryRaw<WorkerPresence[]>`
    SELECT "id", "host", "pid", "startedAt", "heartbeatAt",
      "heartbeatAt" < now() - ${silentAfter}::interval AS silent
    FROM "Worker" WHERE "heartbeatAt" > now() - interval '1 hour'
    ORDER BY "startedAt", "id" LIMIT 200`;
}
