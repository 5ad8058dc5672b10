import { notify, type Tx } from "../db/index.ts";
import type { LogLevel } from "./types.ts";

const longestLine = 4000;

/** Adds a line to a job's log, and tells open pages of it. */
export async function writeLogLine(tx: Tx, id: string, level: LogLevel, message: string): Promise<void> {
  const line = message.slice(0, longestLine);
  await tx.jobLogLine.create({ data: { jobId: id, level, message: line }, select: { id: true } });
  await notify(tx, { topic: "job", id, log: true });
}
