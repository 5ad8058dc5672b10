import { randomUUID } from "node:crypto";
import { record } from "#lib/audit/index.ts";
import { db, isDatabaseUnavailable, type Tx } from "#lib/db/index.ts";
import { log } from "#lib/log.ts";
import { nextRun, passwordRefused } from "./due.ts";
import { orderRun } from "./order-run.ts";
import type { RunCause } from "./types.ts";

const lookEveryMs = 30_000;

interface Due {
  readonly id: string;
  readonly name: string;
  readonly cause: RunCause;
}

/**
 * One registry whose time has come: by its schedule, or because its registry answers again after a run that had to stop.
 * Not one that refused the password: asking again locks accounts. The row stays locked, so that of several instances one
 * orders the run, and afterwards it is not due any more.
 */
async function takeDue(tx: Tx): Promise<Due | undefined> {
  const [due] = await tx.$queryRaw<Due[]>`
    SELECT r."id", r."name", CASE WHEN d."again" THEN 'again' ELSE 'scheduled' END AS cause
    FROM "Registry" r LEFT JOIN "Job" j ON j."id" = r."indexJobId",
      LATERAL (SELECT ${nextRun} <= now() AS "time",
        coalesce(j."state" = 'failed' AND r."health" = 'ok' AND j."finishedAt" < now() - interval '1 minute'
          AND (j."error" ->> 'code' IN ('REGISTRY_UNREACHABLE', 'TIMEOUT', 'RATE_LIMITED')
            OR j."error" ->> 'reason' = 'worker_lost'), false) AS "again") d
    WHERE r."disabledAt" IS NULL AND r."indexSchedule" <> 'off' AND (d."time" OR d."again")
      AND coalesce(j."state", '') NOT IN ('queued', 'running', 'paused')
      AND NOT ${passwordRefused}
    ORDER BY r."indexJobAt" NULLS FIRST LIMIT 1 FOR NO KEY UPDATE OF r SKIP LOCKED`;
  return due;
}

async function orderDue(tx: Tx): Promise<boolean> {
  const due = await takeDue(tx);
  if (!due) return false;
  const { id: registryId, name, cause } = due;
  const operationId = randomUUID();
  const startedBy = { userId: null, username: "system" };
  await record(tx, {
    action: "registry.refresh",
    phase: "intent",
    outcome: "pending",
    operationId,
    actorName: startedBy.username,
    targetType: "registry",
    targetId: registryId,
    targetName: name,
    registryId,
    detail: { cause },
  });
  await orderRun(tx, { registryId, cause, operationId, startedBy });
  return true;
}

/** Orders every run that is due. Returns how many. */
export async function orderDueRuns(): Promise<number> {
  for (let ordered = 0; ; ordered += 1) {
    if (!(await db().$transaction(orderDue))) return ordered;
  }
}

/** Orders index runs when their time has come. For server.ts; the answer ends it. */
export function startSchedule(): () => Promise<void> {
  let looking: Promise<unknown> = Promise.resolve();
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const look = () => {
    looking = orderDueRuns()
      .catch((error: unknown) => {
        if (!isDatabaseUnavailable(error)) log().error({ error }, "index runs not ordered");
      })
      .then(wait);
  };
  const wait = () => {
    if (stopped) return;
    timer = setTimeout(look, lookEveryMs);
    timer.unref();
  };
  wait();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await looking;
  };
}
