import { AppError } from "#lib/errors.ts";
import type { RegistryClient } from "#lib/registry/types.ts";
import { endsRun } from "./run-errors.ts";

/** Things that may be silent by themselves in one run. Each costs the deadline of a request; more, and it is the repository. */
const most = 5;
/** Milliseconds within which a registry that is there answers a ping. */
const pingMs = 10_000;

/** Of one repository's run: tells a single thing that never answers, which marks its tag, from a registry that does not. */
export class Silences {
  readonly #client: Pick<RegistryClient, "ping">;
  readonly #signal: AbortSignal;
  readonly #things = new Set<string>();
  /** Not asked for twice in a row: many tags may point at one manifest. */
  readonly #errors = new Map<string, AppError>();
  #answered = false;

  constructor(client: Pick<RegistryClient, "ping">, signal: AbortSignal) {
    this.#client = client;
    this.#signal = signal;
  }

  /** Throws what the request throws; without an answer, `isAlone` where that does not end the run. */
  async ask<T>(thing: string, request: () => Promise<T>): Promise<T> {
    const known = this.#errors.get(thing);
    if (known) throw alone(known);
    try {
      const answer = await request();
      this.#answered = true;
      return answer;
    } catch (error) {
      if (!endsRun(error)) this.#answered = true;
      throw isSilence(error) && (await this.#isAlone(thing)) ? this.#keep(thing, error) : error;
    }
  }

  /** From now on what was silent is asked for once more. Throws its error where nothing else answered either. */
  askAgain(): void {
    const [first] = this.#errors.values();
    if (first && !this.#answered) throw first;
    this.#errors.clear();
  }

  async #isAlone(thing: string): Promise<boolean> {
    this.#things.add(thing);
    if (this.#things.size > most) return false;
    const signal = AbortSignal.any([this.#signal, AbortSignal.timeout(pingMs)]);
    return this.#client.ping({ signal }).then(
      () => true,
      () => false,
    );
  }

  #keep(thing: string, error: AppError): AppError {
    this.#errors.set(thing, error);
    return alone(error);
  }
}

/** No answer at all, or the connection closed instead of one. */
function isSilence(error: unknown): error is AppError {
  return (
    endsRun(error) &&
    error instanceof AppError &&
    (error.code === "TIMEOUT" || error.reason === "connection_reset")
  );
}

function alone(error: AppError): AppError {
  const { code, message, reason, upstream, params } = error;
  return new AppError(code, message, {
    ...(reason ? { reason } : {}),
    ...(upstream ? { upstream } : {}),
    params: { ...params, alone: 1 },
    cause: error,
  });
}
