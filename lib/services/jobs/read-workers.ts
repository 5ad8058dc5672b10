import { z } from "zod";
import { databaseNow, db } from "#lib/db/index.ts";
import { listPresence } from "#lib/jobs/index.ts";
import { defineRead } from "#lib/operations/index.ts";
import { jobKinds } from "./kinds.ts";
import type { QueueDto, WorkersView } from "./types.ts";

/** More run nowhere at once: a process runs a few of each kind. */
const mostRunning = 500;

/** How many jobs of a kind wait, run, are paused, and failed within a day. */
async function countQueue(): Promise<readonly QueueDto[]> {
  // The last sign of life bounds by the index what failed lately; what never ran has none.
  const rows = await db().$queryRaw<(Omit<QueueDto, "kind"> & { readonly kind: string })[]>`
    SELECT "kind", count(*) FILTER (WHERE "state" = 'queued')::int AS queued,
      count(*) FILTER (WHERE "state" = 'running')::int AS running,
      count(*) FILTER (WHERE "state" = 'paused')::int AS paused,
      count(*) FILTER (WHERE "state" = 'failed')::int AS failed
    FROM "Job"
    WHERE "state" IN ('queued', 'running', 'paused') OR ("state" = 'failed'
      AND ("heartbeatAt" > now() - interval '1 day' OR "heartbeatAt" IS NULL)
      AND "finishedAt" > now() - interval '1 day')
    GROUP BY "kind"`;
  const none = { queued: 0, running: 0, paused: 0, failed: 0 };
  return jobKinds.map((kind) => ({ ...none, ...rows.find((row) => row.kind === kind), kind }));
}

/** Which processes run jobs and what, and how much waits for them. */
export const getWorkers = defineRead({
  id: "job.workers",
  permission: "job:read",
  input: z.strictObject({}),
  run: async (): Promise<WorkersView> => {
    const [workers, jobs, queue, now] = await Promise.all([
      listPresence(),
      db().job.findMany({
        where: { state: "running" },
        select: { id: true, kind: true, targetName: true, workerId: true },
        orderBy: [{ startedAt: "asc" }, { id: "asc" }],
        take: mostRunning,
      }),
      countQueue(),
      databaseNow(),
    ]);
    const running = Map.groupBy(jobs, ({ workerId }) => workerId);
    return {
      workers: workers.map(({ id, host, pid, startedAt, heartbeatAt, silent }) => ({
        id,
        host,
        pid,
        silent,
        startedAt: startedAt.toISOString(),
        heartbeatAt: heartbeatAt.toISOString(),
        jobs: (running.get(id) ?? []).flatMap(({ id, kind: name, targetName }) => {
          const kind = jobKinds.find((known) => known === name);
          return kind ? [{ id, kind, targetName }] : [];
        }),
      })),
      queue,
      asOf: now.toISOString(),
    };
  },
});
