import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { z } from "zod";
import { db } from "../db/index.ts";
import { openTestDatabase } from "../db/testing.ts";
import { requestCancel } from "./cancel.ts";
import { defineJob } from "./define.ts";
import { enqueue } from "./enqueue.ts";
import { closeQueue } from "./queue.ts";
import type { EndedJob, JobContext, JobDefinition } from "./types.ts";
import { startWorker, type Worker } from "./worker.ts";

// A database of the test file's own, and a kind of jobs of each test's own; its workers stop with it.

export let database: Awaited<ReturnType<typeof openTestDatabase>>;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(async () => {
  await closeQueue();
  await database.close();
});

export const input = z.strictObject({ name: z.string() });
export type Context = JobContext<{ name: string }, { done: number }>;

export let ended: EndedJob[] = [];
export const workers: Worker[] = [];
export let kind = "";
beforeEach(() => {
  ended = [];
  kind = `test.${randomUUID()}`;
});
afterEach(async () => {
  for (const worker of workers.splice(0)) await worker.stop();
});

export const define = (run: (context: Context) => Promise<unknown>, repeatable = false) =>
  defineJob({ kind, input, repeatable, run });
export async function work(definition: ReturnType<typeof define>): Promise<Worker> {
  const worker = await startWorker({
    definitions: [definition as unknown as JobDefinition],
    ended: async (_tx, job) => void ended.push(job),
  });
  workers.push(worker);
  return worker;
}
export const order = (definition: { readonly kind: string }) =>
  db().$transaction((tx) =>
    enqueue(tx, definition, {
      input: { name: "one" },
      operationId: randomUUID(),
      startedBy: { userId: randomUUID(), username: "ada" },
      targetName: "registry/app:1.0",
    }),
  );
export const row = (id: string) => db().job.findUniqueOrThrow({ where: { id } });
export const state = async (id: string) => (await row(id)).state;
export const cancel = (id: string) =>
  db().$transaction((tx) => requestCancel(tx, id, "ada", async (_tx, job) => void ended.push(job)));

/** Waits for its own cancellation, and says when it began. */
export function waiting() {
  const begun = Promise.withResolvers<void>();
  const run = async ({ signal }: Context) => {
    begun.resolve();
    await new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error("aborted"))));
  };
  return { begun: begun.promise, run };
}
