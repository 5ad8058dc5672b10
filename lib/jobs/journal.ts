import { db, notify, type Prisma } from "../db/index.ts";
import type { ErrorDto } from "../errors.ts";
import { log } from "../log.ts";
import type { Said } from "./lines.ts";
import { writeLogLine } from "./log-line.ts";
import { patiently } from "./patience.ts";
import type { LogLevel } from "./types.ts";

const smallestIntervalMs = 250;
/** lib/db refuses more; a picture that large is fetched by who wants it. */
const largestAnnouncement = 6000;

/**
 * Writes what one running job says, in order, one statement at a time. A write that fails is logged and dropped: the
 * work must not stop because its telling does.
 */
export class Journal {
  readonly #jobId: string;
  readonly #goOn: () => boolean;
  #tail: Promise<void> = Promise.resolve();
  #picture: unknown;
  #timer: NodeJS.Timeout | undefined;
  #writtenAt = Number.NEGATIVE_INFINITY;
  #pictureWaits = false;

  /** @param goOn whether to wait on for a database that is away; meanwhile the newest picture alone is kept. */
  constructor(jobId: string, goOn: () => boolean) {
    this.#jobId = jobId;
    this.#goOn = goOn;
  }

  report(picture: unknown): void {
    this.#picture = picture;
    if (this.#timer) return;
    const wait = Math.max(0, smallestIntervalMs - (performance.now() - this.#writtenAt));
    this.#timer = setTimeout(() => this.#flushPicture(), wait);
  }

  log(level: LogLevel, said: Said, why?: ErrorDto): void {
    const id = this.#jobId;
    this.#append(() => db().$transaction((tx) => writeLogLine(tx, id, level, said, why)));
  }

  /** Everything said so far is written, or was given up because the database is away still. */
  async close(): Promise<void> {
    if (this.#timer) {
      clearTimeout(this.#timer);
      this.#flushPicture();
    }
    await this.#tail;
  }

  #flushPicture(): void {
    this.#timer = undefined;
    this.#writtenAt = performance.now();
    if (this.#pictureWaits) return;
    this.#pictureWaits = true;
    const id = this.#jobId;
    this.#append(() => {
      this.#pictureWaits = false;
      const progress = this.#picture as Prisma.InputJsonValue;
      const small = Buffer.byteLength(JSON.stringify(progress)) < largestAnnouncement;
      return db().$transaction(async (tx) => {
        const { count } = await tx.job.updateMany({ where: { id, state: "running" }, data: { progress } });
        // It was ended meanwhile: open pages must not hear that it runs.
        if (count === 0) return;
        await notify(tx, { topic: "job", id, state: "running", ...(small ? { progress } : {}) });
      });
    });
  }

  #append(write: () => Promise<void>): void {
    this.#tail = this.#tail
      .then(() => patiently(write, this.#goOn))
      .catch((error: unknown) => log().warn({ error, jobId: this.#jobId }, "job's words not written"));
  }
}
