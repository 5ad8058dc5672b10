/**
 * The patience of whoever sends: a signal that aborts with the caller's, or with a TimeoutError once the other side has been
 * silent for too long. Only time between `listen` and `rest` counts.
 */
export class Silence {
  readonly #controller = new AbortController();
  readonly #caller: AbortSignal | undefined;
  readonly #forward = (): void => this.#controller.abort(this.#caller?.reason);
  #timer: NodeJS.Timeout | undefined;

  constructor(caller: AbortSignal | undefined) {
    this.#caller = caller;
    if (caller?.aborted) this.#forward();
    caller?.addEventListener("abort", this.#forward, { once: true });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  listen(milliseconds: number): void {
    this.rest();
    this.#timer = setTimeout(
      () => this.#controller.abort(new DOMException(`Silence for ${milliseconds} ms`, "TimeoutError")),
      milliseconds,
    );
  }

  rest(): void {
    clearTimeout(this.#timer);
  }

  end(): void {
    this.rest();
    this.#caller?.removeEventListener("abort", this.#forward);
  }
}
