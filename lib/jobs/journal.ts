import { db, notify, type Prisma } from "../db/index.ts";
import { log } from "../log.ts";
import type { LogLevel } from "./types.ts";

const smallestIntervalMs = 250;
/** lib/db refuses more; a picture that large is fetched by who wants it. */
const largestAnnouncement = 6000;
const longestLine = 4000;

/**
 * Writes what one running job says, in order, one statement at a time. A write that fails is logged and dropped: the
 * work must not stop because its telling does.
 */
export class Journal {
  readonly #jobId: string;
  #tail: Promise<void> = Promise.resolve();
  #picture: unknown;
  #timer: NodeJS.Timeout | undefined;
  #writtenAt = 0;

  constructor(jobId: string) {
    this.#jobId = jobId;
  }

  report(picture: unknown): void {
    this.#picture = picture;
    if (this.#timer) return;
    const wait = Math.max(0, smallestIntervalMs - (Date.now() - this.#writtenAt));
    this.#timer = setTimeout(() => this.#flushPicture(), wait);
  }

  log(level: LogLevel, message: string): void {
    const id = this.#jobId;
    const line = message.slice(0, longestLine);
    this.#append(() =>
      db().$transaction(async (tx) => {
        await tx.jobLogLine.create({ data: { jobId: id, level, message: line }, select: { id: true } });
        await notify(tx, { topic: "job", id, log: true });
      }),
    );
  }

  /** Everything said so far is written. */
  async close(): Promise<void> {
    if (this.#timer) {
      clearTimeout(this.#timer);
      this.#flushPicture();
    }
    await this.#tail;
  }

  #flushPicture(): void {
    this.#timer = undefined;
    this.#writtenAt = Date.now();
    const id = this.#jobId;
    const progress = this.#picture as Prisma.InputJsonValue;
    const small = Buffer.byteLength(JSON.stringify(progress)) < largestAnnouncement;
    this.#append(() =>
      db().$transaction(async (tx) => {
        await tx.job.updateMany({ where: { id, state: "running" }, data: { progress } });
        await notify(tx, { topic: "job", id, state: "running", ...(small ? { progress } : {}) });
      }),
    );
  }

  #append(write: () => Promise<void>): void {
    this.#tail = this.#tail
      .then(write)
      .catch((error: unknown) => log().warn({ error, jobId: this.#jobId }, "job's words not written"));
  }
}
