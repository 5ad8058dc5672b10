import type { IncomingHttpHeaders } from "node:http";
import { Readable } from "node:stream";
import { LRUCache } from "lru-cache";
import { request as undiciRequest } from "undici";
import { AppError } from "../../errors.ts";
import type { RegistryTarget, RequestOptions } from "../types.ts";
import { limits, readCapped, readStart } from "./body.ts";
import { withDeadline } from "./deadline.ts";
import { dispatcherFor, type EgressPolicy } from "./egress.ts";
import { toConnectionError } from "./failure.ts";
import { HostQueue, type Priority } from "./queue.ts";
import {
  backoff,
  brokenBody,
  defaultPatience,
  isLostConnection,
  isPassing,
  type Patience,
  pause,
  pauseParams,
  retryAfter,
} from "./retry.ts";
import { shared } from "./shared.ts";
import { askWhole } from "./whole-answer.ts";

/** What a signature is made over, and what it gives back: the signature is a header or a part of the query. */
export interface Signable {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
export type Signed = Pick<Signable, "url" | "headers">;

export interface WireRequest {
  readonly method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** A stream is sent once and to nobody else: see `sendOnce`. */
  readonly body?: string | Uint8Array | Readable;
  /** Bytes of a successful answer read at most. */
  readonly limit: number;
  /** A successful answer's body is handed out unread: whoever asked reads or destroys it. */
  readonly stream?: boolean;
  /** Redirects followed at most; 0 makes every redirect an error. */
  readonly redirects: number;
  readonly priority: Priority;
  readonly signal: AbortSignal;
  /** The signal ends it no later than the deadline of one attempt would. */
  readonly bounded?: boolean;
  /** See RequestOptions. */
  readonly turn?: RequestOptions["turn"] | undefined;
  /** A POST that may be sent twice all the same. */
  readonly repeatable?: boolean;
  /** Called as it is sent, each time anew: signatures name the minute, and many hold for one use. */
  readonly sign?: (request: Signable) => Signed;
}

/** Headers by lower-case name. A header sent twice by mistake is an array in undici and breaks the naive reader. */
export class AnswerHeaders {
  readonly #raw: IncomingHttpHeaders;
  constructor(raw: IncomingHttpHeaders) {
    this.#raw = raw;
  }

  /** The first value. */
  get(name: string): string | undefined {
    return this.all(name)[0];
  }

  all(name: string): readonly string[] {
    const value = this.#raw[name];
    return value === undefined ? [] : typeof value === "string" ? [value] : value;
  }
}

export interface Answer {
  readonly status: number;
  readonly headers: AnswerHeaders;
  readonly body: Uint8Array;
  /** Where the answer came from, after redirects. */
  readonly url: URL;
  /** The body of a good answer to a request for a stream; `body` is empty then. */
  readonly stream?: Readable;
  /** It is the answer to a repetition: an earlier sending may have done what was asked. */
  readonly repeated?: boolean;
  /** Secrets the request showed, for whoever quotes the answer. */
  readonly shown?: readonly string[];
}

const redirectStatus = new Set([301, 302, 303, 307, 308]);
const queues = shared("queues", () => new LRUCache<string, HostQueue>({ max: 1000 }));

/** All requests of this process to one origin stand in one queue, whoever sends them. */
export function queueFor(origin: string): HostQueue {
  let queue = queues.get(origin);
  if (queue === undefined) {
    queue = new HostQueue();
    queues.set(origin, queue);
  }
  return queue;
}

/**
 * HTTP below sign-in: egress policy, queue, retries, redirects by hand, capped bodies. Never `fetch`, which gunzips bodies
 * behind the caller's back, and the digest is gone.
 */
export class Wire {
  readonly #patience: Patience;
  readonly #ownOrigins: ReadonlySet<string>;
  readonly #own: EgressPolicy;
  readonly #foreign: EgressPolicy;

  constructor(target: RegistryTarget, patience: Patience = defaultPatience) {
    const { endpoint, tokenHosts, allowPrivate, skipTlsVerify, caCertificate } = target;
    const ca = caCertificate === undefined ? {} : { caCertificate };
    this.#patience = patience;
    this.#ownOrigins = new Set(
      [endpoint, ...tokenHosts].filter((url) => URL.canParse(url)).map((url) => new URL(url).origin),
    );
    this.#own = { allowPrivate, skipTlsVerify, ...ca };
    this.#foreign = { allowPrivate: false, skipTlsVerify: false, ...ca };
  }

  /** A longer pause is reported, not sat out: a timeout would explain nothing. */
  get #longestWait(): number {
    return this.#patience.deadline / 3;
  }

  get deadline(): number {
    return this.#patience.deadline;
  }

  get patience(): Patience {
    return this.#patience;
  }

  /** Sends, retrying what is idempotent. Returns any HTTP answer; throws AppError for everything below HTTP. */
  async send(request: WireRequest): Promise<Answer> {
    const idempotent = request.repeatable || (request.method !== "POST" && request.method !== "PATCH");
    for (let attempt = 0; ; attempt += 1) {
      const last = !idempotent || attempt + 1 >= this.#patience.attempts;
      const outcome = await this.#follow(request).catch((error: unknown) => {
        if (last || request.signal.aborted || !isLostConnection(error)) {
          throw toConnectionError(error, request.url);
        }
        return undefined;
      });
      if (outcome !== undefined && (last || !isPassing(outcome.status))) {
        return attempt === 0 ? outcome : { ...outcome, repeated: true };
      }
      const asked = outcome && retryAfter(outcome.headers);
      const wait = Math.min(asked ?? backoff(attempt, this.#patience), this.#patience.longestPause);
      if (outcome !== undefined && asked !== undefined) queueFor(outcome.url.origin).pause(wait);
      if (outcome !== undefined && wait > this.#longestWait) return outcome;
      await pause(wait, request.signal);
    }
  }

  /**
   * Sends what cannot be sent twice: no repetition, no redirect, no deadline but the signal. It waits for its turn, but does
   * not stay in the queue: a copy within one host waits for itself, and eight of those would wait for ever. Errors come as
   * the network made them.
   */
  async sendOnce(request: WireRequest): Promise<Answer> {
    const { url, priority, signal } = request;
    this.#refusePaused(url);
    await queueFor(url.origin).run(priority, signal, () => Promise.resolve());
    const answer = await this.#exchange(request);
    const asked = isPassing(answer.status) ? retryAfter(answer.headers) : undefined;
    if (asked !== undefined) queueFor(url.origin).pause(Math.min(asked, this.#patience.longestPause));
    return answer;
  }

  /** The agent for a URL: what the administrator typed or approved is one matter, what a server answered another. */
  policyFor(url: URL): EgressPolicy {
    return this.#ownOrigins.has(url.origin) ? this.#own : this.#foreign;
  }

  async #follow(request: WireRequest): Promise<Answer> {
    let { url } = request;
    let headers = request.headers;
    for (let hops = 0; ; hops += 1) {
      const answer = await this.#once({ ...request, url, headers });
      const location = answer.headers.get("location");
      if (!redirectStatus.has(answer.status) || location === undefined) return answer;
      const next = redirectTarget(url, location);
      const followed = next !== null && hops < request.redirects && mayFollow(request.method, answer, next);
      if (!followed) {
        throw new AppError("REGISTRY_REJECTED", `A redirect from ${url.host} that is not followed`, {
          reason: "redirect_refused",
          status: answer.status,
          params: { host: url.host, ...(next === null ? {} : { to: next.origin }) },
        });
      }
      // Scheme, host or port changes: whoever answers there gets none of our headers but the harmless ones.
      if (next.origin !== url.origin) headers = harmless(headers);
      url = next;
    }
  }

  #refusePaused(url: URL): void {
    const paused = queueFor(url.origin).pausedFor;
    if (paused <= this.#longestWait) return;
    throw new AppError("RATE_LIMITED", `${url.host} asked for a pause`, {
      reason: "too_many_requests",
      params: { host: url.host, ...pauseParams(paused) },
    });
  }

  async #once(request: WireRequest): Promise<Answer> {
    const { url, priority, signal } = request;
    this.#refusePaused(url);
    await request.turn?.(signal);
    return queueFor(url.origin).run(priority, signal, () =>
      request.bounded
        ? this.#exchange(request)
        : withDeadline(this.#patience.deadline, signal, (attempt) =>
            this.#exchange({ ...request, signal: attempt }),
          ),
    );
  }

  async #exchange(request: WireRequest): Promise<Answer> {
    const { method, url, body, limit, stream, signal } = request;
    const sent = signed(request);
    const dispatcher = dispatcherFor(this.policyFor(url));
    const outgoing = {
      method,
      headers: { "user-agent": "longshore", "accept-encoding": "identity", ...sent.headers },
      // undici would end the connection after each HEAD: a thousand tags checked are a thousand handshakes.
      reset: false,
    };
    const shown = secretsShown(sent.headers.authorization, body);
    if (!stream && !(body instanceof Readable)) {
      const { origin, pathname, search } = sent.url;
      const dispatched = {
        ...outgoing,
        origin,
        path: pathname + search,
        ...(body === undefined ? {} : { body }),
      };
      const whole = await askWhole(dispatcher, dispatched, { limit, signal });
      return { ...whole, headers: new AnswerHeaders(whole.headers), url, shown };
    }
    const response = await undiciRequest(sent.url, {
      ...outgoing,
      ...(body === undefined ? {} : { body }),
      signal,
      // Who reads or sends a stream knows best how long it may be silent: see `paced` and `Silence`.
      ...(stream ? { bodyTimeout: 0 } : {}),
      ...(body instanceof Readable ? { headersTimeout: 0 } : {}),
      dispatcher,
    });
    const headers = new AnswerHeaders(response.headers);
    const answer = { status: response.statusCode, headers, body: new Uint8Array(), url, shown };
    const good = response.statusCode >= 200 && response.statusCode < 300;
    if (good && stream) return { ...answer, stream: response.body };
    const reading = good
      ? readCapped(response.body, limit, headers.get("content-length"))
      : readStart(response.body, limits.error);
    const bytes = await reading.catch((error: unknown) => {
      throw isLostConnection(error) ? brokenBody(error) : error;
    });
    return { ...answer, body: bytes };
  }
}

/** What a server could send back: a password or token by itself, beside the forms `plainText` knows by their looks. */
function secretsShown(authorization: string | undefined, body: WireRequest["body"]): readonly string[] {
  const [scheme, value = ""] = authorization?.split(" ") ?? [];
  const basic = scheme?.toLowerCase() === "basic";
  const inHeader = basic
    ? Buffer.from(value, "base64")
        .toString()
        .replace(/^[^:]*:/, "")
    : value;
  const form = typeof body === "string" ? new URLSearchParams(body) : undefined;
  const inBody = form ? ["password", "refresh_token"].flatMap((name) => form.getAll(name)) : [];
  return [value, inHeader, ...inBody].filter((secret) => secret !== "");
}

/** A signature changes the query at most: queue and policy were chosen by the origin. */
function signed({ method, url, headers, body, sign }: WireRequest): Signed {
  if (sign === undefined) return { url, headers };
  const result = sign({ method, url, headers, body: typeof body === "string" ? body : "" });
  if (result.url.origin !== url.origin) throw new AppError("INTERNAL", "A signature for another origin");
  return result;
}

/** A write stays with the registry, and 301 to 303 could make a GET of it: the 200 to that has written nothing. */
function mayFollow(method: WireRequest["method"], { status, url }: Answer, next: URL): boolean {
  if (method === "GET" || method === "HEAD") return true;
  return (status === 307 || status === 308) && next.origin === url.origin;
}

function redirectTarget(from: URL, location: string): URL | null {
  if (!URL.canParse(location, from)) return null;
  const next = new URL(location, from);
  if (next.protocol !== "https:" && next.protocol !== "http:") return null;
  if (from.protocol === "https:" && next.protocol === "http:") return null;
  return next.username === "" && next.password === "" ? next : null;
}

function harmless(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => ["accept", "range"].includes(name.toLowerCase())),
  );
}
