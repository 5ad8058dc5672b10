import { databaseNow, notify, type Tx } from "../db/index.ts";
import { type EndedHook, finishIn } from "./finish.ts";
import { writeLogLine } from "./log-line.ts";

/**
 * Asks for a job's end. One nobody runs yet is cancelled here and now; a running one is told, wherever it runs.
 * @returns "cancelled", "requested", or "ended" when there was nothing left to cancel.
 */
export async function requestCancel(
  tx: Tx,
  id: string,
  by: string,
  ended: EndedHook,
): Promise<"cancelled" | "requested" | "ended"> {
  const { count } = await tx.job.updateMany({
    where: { id, state: { in: ["queued", "running", "paused"] }, cancelRequestedAt: null },
    data: { cancelRequestedAt: await databaseNow(tx), cancelRequestedBy: by },
  });
  if (count > 0) await writeLogLine(tx, id, "info", { line: "cancelled", by });
  const end = { state: "cancelled", error: { code: "CANCELLED" } } as const;
  if (await finishIn(tx, id, end, { idle: true }, ended)) return "cancelled";
  const running = await tx.job.findFirst({ where: { id, state: "running" }, select: { id: true } });
  if (!running) return "ended";
  if (count > 0) await notify(tx, { topic: "job", id, state: "running", cancel: true });
  return "requested";
}
