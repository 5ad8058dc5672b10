import { databaseNow, notify, type Tx } from "#lib/db/index.ts";
import { AppError } from "#lib/errors.ts";
import { enqueue, type NewJob } from "#lib/jobs/index.ts";
import { indexJob } from "./index-job.ts";
import type { RunCause } from "./types.ts";

interface RunOrder extends Pick<NewJob<unknown>, "operationId" | "startedBy"> {
  readonly registryId: string;
  /** Absent: asked for, or the first one. */
  readonly cause?: RunCause;
}

/**
 * Orders an index run, in the caller's transaction. A registry has one at a time, paused ones included: throws
 * CONFLICT/index_running. Throws NOT_FOUND.
 */
export async function orderRun(
  tx: Tx,
  { registryId, cause, operationId, startedBy }: RunOrder,
): Promise<string> {
  const [registry] = await tx.$queryRaw<{ name: string; indexJobId: string | null }[]>`
    SELECT "name", "indexJobId" FROM "Registry" WHERE "id" = ${registryId}::uuid FOR NO KEY UPDATE`;
  if (!registry) throw new AppError("NOT_FOUND", "no such registry");
  const { name, indexJobId } = registry;
  const state = { in: ["queued", "running", "paused"] };
  if (indexJobId && (await tx.job.count({ where: { id: indexJobId, state } })) > 0) {
    const params = { name };
    throw new AppError("CONFLICT", "an index run is under way", { reason: "index_running", params });
  }
  const jobId = await enqueue(tx, indexJob, {
    input: { registryId, cause: cause ?? (indexJobId ? "asked" : "connected") },
    operationId,
    startedBy,
    targetName: name,
    registryId,
  });
  const now = await databaseNow(tx);
  // Past Prisma: its `updatedAt` is about settings.
  await tx.$executeRaw`
    UPDATE "Registry" SET "indexJobId" = ${jobId}::uuid, "indexJobAt" = ${now} WHERE "id" = ${registryId}::uuid`;
  await notify(tx, { topic: "registry", id: registryId, state: "run" });
  return jobId;
}
