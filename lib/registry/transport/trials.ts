import { AppError } from "../../errors.ts";
import { backoff, brokenBody, isLostConnection, type Patience, pause } from "./retry.ts";

/** Whoever sends less than this between two failures is not getting on: a byte each time would go on for years. */
const progress = 1024 * 1024;

/** Something that may go better a second time; `final` says what it was when it has not. */
export class PassingError extends Error {
  readonly final: AppError;
  constructor(final: AppError) {
    super(final.message);
    this.final = final;
  }
}

/** True for what may go better a second time: a connection lost, silence, and whatever its finder takes for that. */
export function isPassingFailure(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof AppError) return false;
  return isLostConnection(error) || error.name === "TimeoutError" || error instanceof PassingError;
}

/** The failures of one long transfer: so many in a row and no more, but any number with progress between them. */
export class Trials {
  readonly #patience: Patience;
  #failures = 0;
  #failedAt: number;

  constructor(patience: Patience, start: number) {
    this.#patience = patience;
    this.#failedAt = start;
  }

  /** Sits out the back-off. Throws the error when it will not pass, or has not passed often enough. */
  async sitOut(error: unknown, position: number, signal: AbortSignal | undefined): Promise<void> {
    this.#failures = position - this.#failedAt >= progress ? 1 : this.#failures + 1;
    this.#failedAt = position;
    if (signal?.aborted || !isPassingFailure(error) || this.#failures >= this.#patience.attempts) {
      if (error instanceof PassingError) throw error.final;
      throw isLostConnection(error) ? brokenBody(error) : error;
    }
    await pause(backoff(this.#failures - 1, this.#patience), signal ?? new AbortController().signal);
  }
}
