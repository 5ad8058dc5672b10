import { notify, type Prisma, type Tx } from "../db/index.ts";
import type { ErrorDto } from "../errors.ts";
import type { Said } from "./lines.ts";
import type { LogLevel } from "./types.ts";

const longestLine = 4000;

/** What its sentence is made of. */
const reasonOf = ({ code, reason, params }: ErrorDto) =>
  ({ code, ...(reason ? { reason } : {}), ...(params ? { params } : {}) }) as Prisma.InputJsonObject;

/** Adds a line to a job's log, and tells open pages of it. */
export async function writeLogLine(
  tx: Tx,
  jobId: string,
  level: LogLevel,
  said: Said,
  why?: ErrorDto,
): Promise<void> {
  const what = "text" in said ? { message: said.text.slice(0, longestLine) } : { message: "", line: said };
  await tx.jobLogLine.create({
    data: { jobId, level, ...what, ...(why ? { error: reasonOf(why) } : {}) },
    select: { id: true },
  });
  await notify(tx, { topic: "job", id: jobId, log: true });
}
