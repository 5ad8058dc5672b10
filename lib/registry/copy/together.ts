/** Some turns at once, the others in line. */
export class Slots {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(free: number) {
    this.#free = free;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free += 1;
      else next();
    }
  }
}

/**
 * Does the work for every item, `most` at once. The first failure of all who share `stop` aborts it and is what everybody
 * throws, once all that had begun has ended: nothing goes on behind the back of who was told.
 */
export async function together<T>(
  items: readonly T[],
  most: number,
  stop: AbortController,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const line = items.values();
  const worker = async (): Promise<void> => {
    for (const item of line) {
      if (stop.signal.aborted) return;
      await work(item).catch((error: unknown) => stop.abort(error));
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, worker));
  stop.signal.throwIfAborted();
}
