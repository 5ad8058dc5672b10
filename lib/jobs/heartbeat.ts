import { db } from "../db/index.ts";

/** How often a worker says that it lives. */
export const heartbeatMs = 3_000;
interface Sign {
  readonly id: string;
  readonly cancelRequestedAt: Date | null;
  readonly pauseRequestedAt: Date | null;
}

/** Takes a queued job. False when it is not queued any more. The database's clock counts, not ours. */
export async function claimJob(id: string, worker: string): Promise<boolean> {
  const rows = await db().$executeRaw`
    UPDATE "Job" SET state = 'running', "startedAt" = COALESCE("startedAt", now()), "heartbeatAt" = now(), "workerId" = ${worker}
    WHERE id = ${id}::uuid AND state = 'queued'`;
  return rows === 1;
}

/** A sign of life for all jobs of a worker; the answer lists those that are still its own. */
export async function beat(worker: string): Promise<readonly Sign[]> {
  return db().$queryRaw<Sign[]>`
    UPDATE "Job" SET "heartbeatAt" = now()
    WHERE state = 'running' AND "workerId" = ${worker}
    RETURNING id, "cancelRequestedAt", "pauseRequestedAt"`;
}

/** A job to be given up: `worker` is who had it, null when nobody had taken it yet. */
export interface Lost {
  readonly id: string;
  readonly worker: string | null;
}

/** A job another worker says it runs, with its newest sign of life. */
interface Other extends Lost {
  readonly kind: string;
  readonly losses: number;
  readonly beat: string;
}

export async function othersRunning(worker: string): Promise<readonly Other[]> {
  return db().$queryRaw`
    SELECT id, kind, losses, "workerId" AS worker, COALESCE("heartbeatAt"::text, '') AS beat FROM "Job"
    WHERE state = 'running' AND "workerId" IS DISTINCT FROM ${worker}`;
}

/** Jobs whose bell was heard by a worker that died before taking them. */
export async function findUnheard(): Promise<readonly Lost[]> {
  return db().$queryRaw<Lost[]>`
    SELECT j.id, NULL AS worker FROM "Job" j
    WHERE j.state = 'queued' AND j."createdAt" < now() - interval '1 minute'
      AND NOT EXISTS (
        SELECT 1 FROM pgboss.job q
        WHERE q.name = j.kind AND q.data->>'jobId' = j.id::text
          AND (q.state IN ('created', 'retry') OR q.started_on > now() - interval '1 minute'))`;
}
