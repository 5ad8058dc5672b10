import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { db, isDatabaseUnavailable, notify, subscribe } from "../db/index.ts";
import { AppError, toErrorDto } from "../errors.ts";
import { log } from "../log.ts";
import { ring } from "./enqueue.ts";
import { type End, type EndedHook, finish } from "./finish.ts";
import { beat, claimJob, findUnheard, heartbeatMs, othersRunning } from "./heartbeat.ts";
import { Journal } from "./journal.ts";
import { patiently } from "./patience.ts";
import { Place, Places } from "./places.ts";
import { announce, takeLeave } from "./presence.ts";
import { closeQueue, queueFor } from "./queue.ts";
import { setAside } from "./set-aside.ts";
import type { JobDefinition } from "./types.ts";
import { Watch } from "./watch.ts";

/** Why a running job's signal was aborted. */
type Stop = "cancel" | "pause" | "shutdown" | "taken";

export interface WorkerOptions {
  readonly definitions: readonly JobDefinition[];
  readonly ended: EndedHook;
  /** Milliseconds between two signs of life; three missed are a death. All workers of a database have the same. */
  readonly heartbeat?: number;
}

/** A job that kills whoever runs it must not go round for ever. */
const mostLosses = 10;

const workerLost: End = { state: "failed", error: { code: "INTERNAL", reason: "worker_lost" } };

/** Runs jobs in this process until `stop`. */
export class Worker {
  readonly id = `${hostname()}:${process.pid}:${randomUUID().slice(0, 8)}`;
  readonly #definitions: readonly JobDefinition[];
  readonly #ended: EndedHook;
  readonly #running = new Map<string, AbortController>();
  readonly #takes = new Set<Promise<void>>();
  readonly #heartbeat: number;
  readonly #watch: Watch;
  #away = false;
  #timer: NodeJS.Timeout | undefined;
  #ticking: Promise<void> = Promise.resolve();
  #unsubscribe: (() => void) | undefined;
  #stopping = false;

  constructor(options: WorkerOptions) {
    this.#definitions = options.definitions;
    this.#ended = options.ended;
    this.#heartbeat = options.heartbeat ?? heartbeatMs;
    this.#watch = new Watch(this.#heartbeat * 3);
  }

  async start(): Promise<void> {
    this.#unsubscribe = subscribe((event) => {
      if (event.topic !== "job") return;
      if (event.cancel === true) this.#stop(event.id, "cancel");
      else if (event.pause === true) this.#stop(event.id, "pause");
    });
    for (const definition of this.#definitions) {
      const boss = await queueFor(definition.kind);
      const places = new Places(definition.concurrency);
      const options = { batchSize: 1, pollingIntervalSeconds: 2 };
      const listener = await boss.work<{ jobId: string }>(definition.kind, options, async ([bell]) => {
        if (!bell) return;
        await this.#track(this.#hear(definition, places, bell.data.jobId));
        // Nothing is fetched that nobody here has a place for; then at once, not with the next poll half a minute on.
        await places.room();
        if (!this.#stopping) boss.notifyWorker(listener);
      });
    }
    await announce(this.id);
    this.#watch.look(await othersRunning(this.id));
    this.#schedule();
  }

  /** Ends this process's part: nothing new is taken, what runs is handed back or failed, and recorded so. */
  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#timer);
    this.#unsubscribe?.();
    for (const id of this.#running.keys()) this.#stop(id, "shutdown");
    while (this.#takes.size > 0) await Promise.allSettled(this.#takes);
    await Promise.allSettled([this.#ticking]);
    await takeLeave(this.id).catch((error: unknown) => log().warn({ error }, "worker's end not told"));
    await closeQueue();
  }

  #stop(id: string, why: Stop): void {
    this.#running.get(id)?.abort(why);
  }

  #track(take: Promise<void>): Promise<void> {
    const tracked = take.finally(() => this.#takes.delete(tracked));
    this.#takes.add(tracked);
    return tracked;
  }

  /** Resolves once the job is begun, or left to others. */
  async #hear(definition: JobDefinition, places: Places, id: string): Promise<void> {
    if (this.#stopping || places.full) {
      // The bell was for whoever comes next.
      await db().$transaction((tx) => ring(tx, definition.kind, id));
      return;
    }
    const place = new Place(places);
    try {
      if (await claimJob(id, this.id)) void this.#track(this.#take(definition, id, place));
      else place.close();
    } catch (error) {
      place.close();
      throw error;
    }
  }

  async #take(definition: JobDefinition, id: string, place: Place): Promise<void> {
    const abort = new AbortController();
    this.#running.set(id, abort);
    try {
      if (this.#stopping) await this.#handBack(definition.kind, id);
      else await this.#run(definition, id, abort, place);
    } catch (error) {
      // Its row stays "running" without a sign of life, and is reaped.
      log().error({ error, jobId: id }, "job's end not written");
    } finally {
      this.#running.delete(id);
      place.close();
    }
  }

  async #run(definition: JobDefinition, id: string, abort: AbortController, place: Place): Promise<void> {
    const journal = new Journal(id, () => !this.#stopping);
    const end = await this.#work(definition, id, abort, journal, place);
    await journal.close();
    const why = abort.signal.reason as Stop | undefined;
    // Somebody took us for dead and wrote the end already.
    if (why === "taken") return;
    if (end.state !== "succeeded" && why === "shutdown") {
      if (definition.repeatable) await this.#handBack(definition.kind, id);
      else await finish(id, workerLost, { worker: this.id }, this.#ended);
      return;
    }
    if (end.state !== "succeeded" && why === "pause" && definition.resumable) {
      await patiently(
        () => setAside({ id, kind: definition.kind, worker: this.id }, this.#ended),
        () => !this.#stopping,
      );
      return;
    }
    // Postgres may be away just now: what came of the work is told when it is back, and not lost with the outage.
    await patiently(
      () => finish(id, end, { worker: this.id }, this.#ended),
      () => !this.#stopping,
    );
  }

  async #work(
    definition: JobDefinition,
    id: string,
    abort: AbortController,
    journal: Journal,
    place: Place,
  ): Promise<End> {
    try {
      const { input } = await db().job.findUniqueOrThrow({ where: { id }, select: { input: true } });
      await notify(db(), { topic: "job", id, state: "running" });
      const result = await definition.run({
        jobId: id,
        input: definition.input.parse(input),
        signal: abort.signal,
        report: (progress) => journal.report(progress),
        log: (level, said, why) => journal.log(level, said, why),
        place,
      });
      return { state: "succeeded", result };
    } catch (error) {
      if (abort.signal.reason === "cancel") return { state: "cancelled", error: { code: "CANCELLED" } };
      // Stopped on request, which is no failure.
      if (!(error instanceof AppError) && error !== abort.signal.reason)
        log().error({ error, jobId: id, kind: definition.kind }, "job failed");
      return { state: "failed", error: toErrorDto(error) };
    }
  }

  /** Back into the queue for whichever worker comes next. */
  async #handBack(kind: string, id: string): Promise<void> {
    await db().$transaction(async (tx) => {
      const { count } = await tx.job.updateMany({
        where: { id, state: "running", workerId: this.id },
        data: { state: "queued", workerId: null, heartbeatAt: null, startedAt: null },
      });
      if (count === 0) return;
      await ring(tx, kind, id);
      await notify(tx, { topic: "job", id, state: "queued" });
    });
  }

  #schedule(): void {
    if (this.#stopping) return;
    this.#timer = setTimeout(() => {
      this.#ticking = this.#tick()
        .then(() => {
          if (this.#away) log().info("the database is back");
          this.#away = false;
        })
        .catch((error: unknown) => this.#onMissedTick(error))
        .finally(() => this.#schedule());
    }, this.#heartbeat);
    this.#timer.unref();
  }

  /** Said once, not every three seconds for as long as it lasts. */
  #onMissedTick(error: unknown): void {
    this.#watch.forget();
    if (!this.#away) log().warn({ error }, "worker's sign of life not written");
    this.#away = isDatabaseUnavailable(error);
  }

  async #tick(): Promise<void> {
    if (this.#running.size > 0) {
      const before = [...this.#running.keys()];
      const mine = new Map((await beat(this.id)).map((sign) => [sign.id, sign]));
      for (const id of before) {
        const sign = mine.get(id);
        if (sign?.cancelRequestedAt) this.#stop(id, "cancel");
        else if (sign?.pauseRequestedAt) this.#stop(id, "pause");
        // Gone from our hands, unless it has ended in the meantime by itself.
        else if (!sign) this.#stop(id, "taken");
      }
    }
    await announce(this.id);
    for (const { id, kind, worker, losses } of this.#watch.look(await othersRunning(this.id))) {
      if (worker === null) continue;
      const goesOn = this.#definitions.some((known) => known.kind === kind && known.resumable);
      if (goesOn && losses < mostLosses) await setAside({ id, kind, worker, lost: true }, this.#ended);
      else await finish(id, workerLost, { worker }, this.#ended);
    }
    for (const { id } of await findUnheard()) await finish(id, workerLost, { queued: true }, this.#ended);
  }
}

/** Starts running these kinds of jobs in this process. */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const worker = new Worker(options);
  await worker.start();
  return worker;
}
