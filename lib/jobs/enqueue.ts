import { fromPrisma } from "pg-boss";
import type { z } from "zod";
import { databaseNow, notify, Prisma, type Tx } from "../db/index.ts";
import { queueFor } from "./queue.ts";
import type { JobDefinition } from "./types.ts";

export interface NewJob<I> {
  readonly input: I;
  /** The audit intent's; the job's end records its outcome under the same id. */
  readonly operationId: string;
  /** No user: Longshore itself, by schedule. */
  readonly startedBy: { readonly userId: string | null; readonly username: string };
  /** What the job is about, as a person would name it: "registry:5000/team/app:1.0". */
  readonly targetName: string;
  readonly registryId?: string | null;
  readonly hostId?: string | null;
}

/** Wakes a worker once the transaction is committed. */
export async function ring(tx: Tx, kind: string, jobId: string): Promise<void> {
  const boss = await queueFor(kind);
  const adapter = fromPrisma({ $queryRawUnsafe: (text, ...values) => tx.$queryRawUnsafe(text, ...values) });
  await boss.send(kind, { jobId }, { db: adapter });
}

/** Puts a job into the queue, in the caller's transaction. Returns its id. */
export async function enqueue<S extends z.ZodType, P, R>(
  tx: Tx,
  definition: Pick<JobDefinition<S, P, R>, "kind">,
  job: NewJob<z.input<S>>,
): Promise<string> {
  const { id } = await tx.job.create({
    data: {
      kind: definition.kind,
      createdAt: await databaseNow(tx),
      input: job.input as Prisma.InputJsonValue,
      operationId: job.operationId,
      startedById: job.startedBy.userId,
      startedByName: job.startedBy.username,
      targetName: job.targetName,
      registryId: job.registryId ?? null,
      hostId: job.hostId ?? null,
      progress: Prisma.DbNull,
    },
    select: { id: true },
  });
  await ring(tx, definition.kind, id);
  await notify(tx, { topic: "job", id, state: "queued" });
  return id;
}
