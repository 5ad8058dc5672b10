/** How many jobs of one kind this process works at; those that left their place for a while come before new ones. */
export class Places {
  readonly #count: number;
  #taken = 0;
  readonly #returning: (() => void)[] = [];
  #onFree: (() => void) | undefined;

  constructor(count: number) {
    this.#count = count;
  }

  get full(): boolean {
    return this.#taken >= this.#count;
  }

  /** Resolves when there is room for a new job. One caller at a time. */
  async room(): Promise<void> {
    while (this.full) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#onFree = resolve;
      await promise;
    }
  }

  take(): void {
    this.#taken += 1;
  }

  free(): void {
    const next = this.#returning.shift();
    if (next) {
      // It goes from hand to hand.
      next();
      return;
    }
    this.#taken -= 1;
    this.#onFree?.();
  }

  async takeAgain(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (!this.full) return this.take();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const giveUp = () => {
      const at = this.#returning.indexOf(resolve);
      // Given to it this very moment, it has the place.
      if (at >= 0) this.#returning.splice(at, 1);
      reject(signal.reason);
    };
    signal.addEventListener("abort", giveUp, { once: true });
    this.#returning.push(resolve);
    try {
      await promise;
    } finally {
      signal.removeEventListener("abort", giveUp);
    }
  }
}

/** One job's place, which it may leave to others while it only waits for something. */
export class Place {
  readonly #places: Places;
  #held = true;
  #over = false;

  /** Takes one: ask first whether they are full. */
  constructor(places: Places) {
    this.#places = places;
    places.take();
  }

  leave(): void {
    if (!this.#held) return;
    this.#held = false;
    this.#places.free();
  }

  /** Resolves when it has one again. Rejects when aborted. */
  async back(signal: AbortSignal): Promise<void> {
    if (this.#held) return;
    await this.#places.takeAgain(signal);
    if (this.#over) this.#places.free();
    else this.#held = true;
  }

  /** The job is over. */
  close(): void {
    this.#over = true;
    this.leave();
  }
}
