import { setTimeout as sleep } from "node:timers/promises";

/** Counts a run's requests, and keeps them apart where no more than so many a second are wanted. */
export class Pace {
  readonly #gapMs: number;
  #next = 0;
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
      const now = performance.now();
      const at = Math.max(now, this.#next);
      this.#next = at + this.#gapMs;
      if (at > now) await sleep(at - now, undefined, { signal });
    }
    this.#requests += 1;
  };
}
