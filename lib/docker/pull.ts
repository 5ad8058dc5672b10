import type Docker from "dockerode";
import { translate } from "./errors.ts";
import { jsonLines } from "./json-lines.ts";
import { PullTracker } from "./pull-progress.ts";
import type { PullCredential, PullProgress, PullRequest } from "./types.ts";

const smallestIntervalMs = 100;

const authentication = (credential: PullCredential | undefined): Docker.AuthConfigObject | undefined =>
  credential && {
    serveraddress: credential.serverAddress,
    username: credential.username,
    password: credential.secret,
  };

/**
 * Starts the pull and yields whole pictures of it. The daemon is read as fast as it speaks, however slow the reader of
 * the pictures is: what it missed is in the next picture.
 */
export async function* pull(
  docker: Docker,
  endpoint: string,
  request: PullRequest,
  caller?: AbortSignal,
): AsyncGenerator<PullProgress> {
  // Ends the daemon's pull also when the reader of the pictures stops reading.
  const stop = new AbortController();
  const signal = caller ? AbortSignal.any([caller, stop.signal]) : stop.signal;
  const secret = request.credential?.secret;
  try {
    const stream = await docker.createImage(authentication(request.credential) ?? {}, {
      fromImage: request.repository,
      ...(request.reference === undefined ? {} : { tag: request.reference }),
      ...(request.platform === undefined ? {} : { platform: request.platform }),
      abortSignal: signal,
    });
    const tracker = new PullTracker(secret);
    let changed = Promise.withResolvers<void>();
    let ended = false;
    const reading = (async () => {
      for await (const message of jsonLines(stream as AsyncIterable<Buffer>)) {
        if (tracker.apply(message, Date.now())) changed.resolve();
      }
    })().finally(() => {
      ended = true;
      changed.resolve();
    });
    // Awaited below; until then its failure is not "unhandled".
    reading.catch(() => {});
    let last = 0;
    while (!ended) {
      await changed.promise;
      const early = smallestIntervalMs - (Date.now() - last);
      if (early > 0 && !ended) {
        const timer = Promise.withResolvers<void>();
        const handle = setTimeout(timer.resolve, early);
        await Promise.race([timer.promise, reading.catch(() => {})]);
        clearTimeout(handle);
      }
      changed = Promise.withResolvers<void>();
      if (ended) break;
      last = Date.now();
      yield tracker.picture(last);
    }
    await reading;
    yield tracker.picture(Date.now());
  } catch (error) {
    throw translate(error, endpoint, { caller }, secret);
  } finally {
    stop.abort();
  }
}
