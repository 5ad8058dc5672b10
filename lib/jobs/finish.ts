import { databaseNow, db, notify, Prisma, type Tx } from "../db/index.ts";
import type { ErrorDto } from "../errors.ts";
import type { EndedJob } from "./types.ts";

/** Called in the transaction that ends a job; throwing undoes the end. */
export type EndedHook = (tx: Tx, job: EndedJob) => Promise<void>;

export interface End {
  readonly state: EndedJob["state"];
  readonly error?: ErrorDto;
  readonly result?: unknown;
}

/** Which row may be ended: one that this worker runs, one that nobody has taken yet, or one that waits, paused or not. */
export type Claim = { readonly worker: string } | { readonly queued: true } | { readonly idle: true };

function claimed(claim: Claim): Prisma.JobWhereInput {
  if ("worker" in claim) return { state: "running", workerId: claim.worker };
  return { state: "queued" in claim ? "queued" : { in: ["queued", "paused"] } };
}

const json = (value: unknown) =>
  value === undefined || value === null ? Prisma.DbNull : (value as Prisma.InputJsonValue);

/** Ends a job inside a transaction. False when somebody else had ended it before. */
export async function finishIn(
  tx: Tx,
  id: string,
  end: End,
  claim: Claim,
  ended: EndedHook,
): Promise<boolean> {
  const [job] = await tx.job.updateManyAndReturn({
    where: { id, ...claimed(claim) },
    data: {
      state: end.state,
      finishedAt: await databaseNow(tx),
      error: json(end.error),
      result: json(end.result),
    },
    select: {
      id: true,
      kind: true,
      operationId: true,
      progress: true,
      startedAt: true,
      createdAt: true,
      finishedAt: true,
    },
  });
  if (!job) return false;
  const from = job.startedAt ?? job.createdAt;
  await ended(tx, {
    id,
    kind: job.kind,
    operationId: job.operationId,
    state: end.state,
    error: end.error ?? null,
    result: end.result,
    progress: job.progress,
    durationMs: Math.max(0, (job.finishedAt ?? from).getTime() - from.getTime()),
  });
  await notify(tx, { topic: "job", id, state: end.state });
  return true;
}

export const finish = (id: string, end: End, claim: Claim, ended: EndedHook): Promise<boolean> =>
  db().$transaction((tx) => finishIn(tx, id, end, claim, ended));
