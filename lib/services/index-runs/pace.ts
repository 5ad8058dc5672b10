import { setTimeout as sleep } from "node:timers/promises";

/** Counts a run's requests, and keeps them apart where no more than so many a second are wanted. */
export class Pace {
  readonly #gapMs: number;
  #next = 0;
  #last: Promise<void> = Promise.resolve();
  #requests: number;

  /** @param perSecond null: as many as the registry takes. @param before requests of sittings before this one. */
  constructor(perSecond: number | null, before: number) {
    this.#requests = before;
    this.#gapMs = perSecond === null ? 0 : 1000 / perSecond;
  }

  get requests(): number {
    return this.#requests;
  }

  /** Resolves when one more request may go out; rejects when `signal` aborts first. */
  readonly turn = async (signal: AbortSignal): Promise<void> => {
    if (this.#gapMs > 0) {
      // One after the other, so that who gives up leaves no gap to be waited for.
      const mine = this.#last.then(() => this.#wait(signal));
      this.#last = mine.catch(() => undefined);
      await mine;
    }
    this.#requests += 1;
  };

  async #wait(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const wait = this.#next - performance.now();
    if (wait > 0) await sleep(wait, undefined, { signal });
    this.#next = Math.max(this.#next, performance.now()) + this.#gapMs;
  }
}
