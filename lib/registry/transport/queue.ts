export type Priority = "interactive" | "background";

interface Waiting {
  readonly start: () => void;
  readonly priority: Priority;
}

/** Requests one host gets at a time. */
export const requestsAtOnce = 8;
/** Of them, those nobody waits for: a person always finds a place free. */
export const backgroundRequestsAtOnce = 6;

/**
 * One registry host's turnstile: so many requests at once, interactive ones first, background ones never in all
 * places, so many in a second where the host counts them, nobody at all while it asked for a pause.
 */
export class HostQueue {
  readonly #limit: number;
  readonly #backgroundLimit: number;
  #active = 0;
  #background = 0;
  /** On the monotonic clock: a wall clock set back must not lengthen a pause by a day. */
  #pausedUntil = 0;
  #waker: NodeJS.Timeout | undefined;
  #perSecond = Number.POSITIVE_INFINITY;
  /** When the last `perSecond` began, the first of them first. */
  #begun: number[] = [];
  readonly #interactiveLane: Waiting[] = [];
  readonly #backgroundLane: Waiting[] = [];

  constructor(limit = requestsAtOnce, backgroundLimit = Math.min(limit, backgroundRequestsAtOnce)) {
    this.#limit = limit;
    this.#backgroundLimit = backgroundLimit;
  }

  /** Runs `work` when it is its turn; rejects with the signal's reason when aborted while waiting. */
  async run<T>(priority: Priority, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    await this.#enter(priority, signal);
    try {
      return await work();
    } finally {
      this.#active -= 1;
      if (priority === "background") this.#background -= 1;
      this.#next();
    }
  }

  /** Everybody waits: one 429 speaks for the whole host. A longer pause wins over a shorter one. */
  pause(milliseconds: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, performance.now() + milliseconds);
    this.#next();
  }

  /** From now on no more than so many begin within a second. */
  pace(perSecond: number): void {
    this.#perSecond = perSecond;
  }

  /** Milliseconds until requests may go out again. */
  get pausedFor(): number {
    return Math.max(0, this.#pausedUntil - performance.now());
  }

  #enter(priority: Priority, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      const lane = priority === "interactive" ? this.#interactiveLane : this.#backgroundLane;
      const waiting: Waiting = {
        priority,
        start: () => {
          signal.removeEventListener("abort", abandon);
          resolve();
        },
      };
      const abandon = (): void => {
        lane.splice(lane.indexOf(waiting), 1);
        reject(signal.reason);
      };
      signal.addEventListener("abort", abandon, { once: true });
      lane.push(waiting);
      this.#next();
    });
  }

  #next(): void {
    while (this.#active < this.#limit) {
      const wait = Math.max(this.pausedFor, this.#fullFor());
      if (wait > 0) {
        clearTimeout(this.#waker);
        this.#waker = setTimeout(() => this.#next(), wait);
        this.#waker.unref();
        return;
      }
      const waiting =
        this.#interactiveLane.shift() ??
        (this.#background < this.#backgroundLimit ? this.#backgroundLane.shift() : undefined);
      if (waiting === undefined) return;
      this.#active += 1;
      if (waiting.priority === "background") this.#background += 1;
      if (Number.isFinite(this.#perSecond)) this.#begun.push(performance.now());
      waiting.start();
    }
  }

  /** Milliseconds until one more may begin within this second. */
  #fullFor(): number {
    this.#begun = this.#begun.slice(-this.#perSecond);
    const [first] = this.#begun;
    return first === undefined || this.#begun.length < this.#perSecond ? 0 : first + 1000 - performance.now();
  }
}
