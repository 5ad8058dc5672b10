import { databaseNow, notify, type Tx } from "../db/index.ts";
import { ring } from "./enqueue.ts";
import { writeLogLine } from "./log-line.ts";

/**
 * Asks a resumable job to stop where it is and stay there, whatever restarts. One nobody runs is paused here and now; a
 * running one is told, wherever it runs.
 */
export async function requestPause(
  tx: Tx,
  id: string,
  by: string,
): Promise<"paused" | "requested" | "ended"> {
  const asked = { pauseRequestedAt: await databaseNow(tx), pausedBy: by };
  const idle = await tx.job.updateMany({
    where: { id, state: "queued" },
    data: { ...asked, state: "paused" },
  });
  if (idle.count > 0) await notify(tx, { topic: "job", id, state: "paused" });
  const running = await tx.job.updateMany({
    where: { id, state: "running", cancelRequestedAt: null },
    data: asked,
  });
  if (running.count > 0) await notify(tx, { topic: "job", id, state: "running", pause: true });
  if (idle.count + running.count > 0) {
    await writeLogLine(tx, id, "info", { line: "paused", by });
    return idle.count > 0 ? "paused" : "requested";
  }
  return (await tx.job.count({ where: { id, state: "paused" } })) > 0 ? "paused" : "ended";
}

/** Lets a paused job go on; one that was only asked to pause, and has not yet, goes on as well. */
export async function requestResume(tx: Tx, id: string, by: string): Promise<"resumed" | "ended"> {
  const goOn = { pauseRequestedAt: null, pausedBy: null };
  const [paused] = await tx.job.updateManyAndReturn({
    where: { id, state: "paused" },
    data: { ...goOn, state: "queued" },
    select: { kind: true },
  });
  if (paused) {
    await writeLogLine(tx, id, "info", { line: "resumed", by });
    await ring(tx, paused.kind, id);
    await notify(tx, { topic: "job", id, state: "queued" });
    return "resumed";
  }
  const active = { id, state: { in: ["queued", "running"] } };
  const taken = await tx.job.updateMany({
    where: { ...active, pauseRequestedAt: { not: null } },
    data: goOn,
  });
  if (taken.count > 0) await writeLogLine(tx, id, "info", { line: "resumed", by });
  return (await tx.job.count({ where: active })) > 0 ? "resumed" : "ended";
}
