import { db, notify } from "../db/index.ts";
import { ring } from "./enqueue.ts";
import { type EndedHook, finishIn } from "./finish.ts";
import { writeLogLine } from "./log-line.ts";

interface Interrupted {
  readonly id: string;
  readonly kind: string;
  /** Who had it. */
  readonly worker: string;
  /** That worker died. */
  readonly lost?: boolean;
}

/**
 * Takes a resumable job out of its worker's hands, with what it did kept: paused when somebody wants that, cancelled when
 * somebody wants that, otherwise back in the queue.
 */
export async function setAside(
  { id, kind, worker, lost = false }: Interrupted,
  ended: EndedHook,
): Promise<void> {
  await db().$transaction(async (tx) => {
    const [row] = await tx.$queryRaw<{ state: "queued" | "paused" }[]>`
      UPDATE "Job" SET state = CASE WHEN "pauseRequestedAt" IS NULL THEN 'queued' ELSE 'paused' END,
        "workerId" = NULL, "heartbeatAt" = NULL, losses = losses + ${lost ? 1 : 0}
      WHERE id = ${id}::uuid AND state = 'running' AND "workerId" = ${worker} AND "cancelRequestedAt" IS NULL
      RETURNING state`;
    if (!row) {
      await finishIn(tx, id, { state: "cancelled", error: { code: "CANCELLED" } }, { worker }, ended);
      return;
    }
    if (lost) await writeLogLine(tx, id, "warn", { line: "workerLost" });
    if (row.state === "queued") await ring(tx, kind, id);
    await notify(tx, { topic: "job", id, state: row.state });
  });
}
