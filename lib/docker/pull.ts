import type Docker from "dockerode";
import { AppError } from "../errors.ts";
import { silent, translate } from "./errors.ts";
import { jsonLines } from "./json-lines.ts";
import { PullTracker } from "./pull-progress.ts";
import { abortable } from "./reads.ts";
import type { PullCredential, PullProgress, PullRequest } from "./types.ts";

const smallestIntervalMs = 100;
/** A speed is told anew after so long without news, or it would stand still beside a connection that does. */
const stallMs = 2_000;

/** Milliseconds without a word before the daemon is asked whether it lives, and for its answer. */
export interface Patience {
  readonly silence: number;
  readonly answer: number;
}
const defaultPatience: Patience = { silence: 30_000, answer: 10_000 };

const authentication = (credential: PullCredential | undefined): Docker.AuthConfigObject | undefined =>
  credential && {
    serveraddress: credential.serverAddress,
    username: credential.username,
    password: credential.secret,
  };

/** Settles with the promise, whichever way, or when the time is over. */
async function within(promise: Promise<unknown>, milliseconds: number): Promise<void> {
  const { promise: over, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, milliseconds);
  await Promise.race([over, promise.catch(() => {})]);
  clearTimeout(timer);
}

/**
 * Aborts `stop` when the daemon says nothing for a while and does not answer a question either: it hangs, or the network
 * to it is cut, and the pull would stand there for ever. A long silence of one that answers is work.
 */
function watch(docker: Docker, endpoint: string, stop: AbortController, patience: Patience) {
  const timer = setTimeout(() => void ask(), patience.silence).unref();
  async function ask(): Promise<void> {
    try {
      await abortable(docker).version({ abortSignal: AbortSignal.timeout(patience.answer) });
      if (!stop.signal.aborted) timer.refresh();
    } catch (error) {
      stop.abort(silent(endpoint, error));
    }
  }
  stop.signal.addEventListener("abort", () => clearTimeout(timer), { once: true });
  return { heard: () => void timer.refresh() };
}

/**
 * Starts the pull and yields whole pictures of it. The daemon is read as fast as it speaks, however slow the reader of
 * the pictures is: what it missed is in the next picture.
 */
export async function* pull(
  docker: Docker,
  endpoint: string,
  request: PullRequest,
  caller?: AbortSignal,
  patience = defaultPatience,
): AsyncGenerator<PullProgress> {
  // Ends the daemon's pull also when the reader of the pictures stops reading.
  const stop = new AbortController();
  const signal = caller ? AbortSignal.any([caller, stop.signal]) : stop.signal;
  const secret = request.credential?.secret;
  const watchdog = watch(docker, endpoint, stop, patience);
  try {
    const stream = await docker.createImage(authentication(request.credential) ?? {}, {
      fromImage: request.repository,
      ...(request.reference === undefined ? {} : { tag: request.reference }),
      ...(request.platform === undefined ? {} : { platform: request.platform }),
      abortSignal: signal,
    });
    yield* pictures(stream as AsyncIterable<Buffer>, new PullTracker(secret), watchdog.heard);
  } catch (error) {
    const { reason } = stop.signal;
    throw reason instanceof AppError ? reason : translate(error, endpoint, { caller }, secret);
  } finally {
    stop.abort();
  }
}

async function* pictures(
  stream: AsyncIterable<Buffer>,
  tracker: PullTracker,
  heard: () => void,
): AsyncGenerator<PullProgress> {
  let changed = Promise.withResolvers<void>();
  let ended = false;
  const reading = (async () => {
    for await (const message of jsonLines(stream)) {
      heard();
      if (tracker.apply(message, performance.now())) changed.resolve();
    }
  })().finally(() => {
    ended = true;
    changed.resolve();
  });
  // Awaited below; until then its failure is not "unhandled".
  reading.catch(() => {});
  let last = Number.NEGATIVE_INFINITY;
  let moving = false;
  while (!ended) {
    await (moving ? within(changed.promise, stallMs) : changed.promise);
    const early = smallestIntervalMs - (performance.now() - last);
    if (early > 0 && !ended) await within(reading, early);
    changed = Promise.withResolvers<void>();
    if (ended) break;
    last = performance.now();
    const picture = tracker.picture(last);
    moving = picture.bytesPerSecond > 0;
    yield picture;
  }
  await reading;
  yield tracker.picture(performance.now());
}
