interface Watched {
  readonly id: string;
  readonly worker: string | null;
  readonly beat: string;
}

/**
 * Tells whose sign of life has stopped, by watching it: one that did not change for nine seconds of our own monotonic
 * time is dead. No clock is compared, so none that steps makes a living worker look dead, or a dead one alive.
 */
export class Watch {
  readonly #lostAfterMs: number;
  #seen = new Map<string, { readonly sign: string; readonly since: number }>();

  /** @param lostAfterMs three signs of life missed */
  constructor(lostAfterMs = 9_000) {
    this.#lostAfterMs = lostAfterMs;
  }

  /** @returns those that did not move for too long. Call it with all of them each time. */
  look<T extends Watched>(jobs: readonly T[], now = performance.now()): readonly T[] {
    const before = this.#seen;
    this.#seen = new Map(
      jobs.map(({ id, worker, beat }) => {
        const sign = `${worker} ${beat}`;
        const known = before.get(id);
        return [id, known?.sign === sign ? known : { sign, since: now }];
      }),
    );
    return jobs.filter(({ id }) => now - (this.#seen.get(id)?.since ?? now) >= this.#lostAfterMs);
  }

  /** The database was away: nobody could give a sign, so everybody gets the time anew. */
  forget(): void {
    this.#seen.clear();
  }
}
