import { LRUCache } from "lru-cache";
import { AppError } from "../../errors.ts";
import { parseJsonObject, stringOf } from "../json.ts";
import type { RegistryTarget } from "../types.ts";
import { limits } from "./body.ts";
import { withDeadline } from "./deadline.ts";
import { shared } from "./shared.ts";
import { checkRealm, tokenHostUnapproved } from "./token-hosts.ts";
import { upstreamText } from "./upstream-text.ts";
import type { Answer, Wire } from "./wire.ts";

export interface TokenRequest {
  readonly realm: string;
  readonly service: string | undefined;
  /** Most important first: some servers read only the first. */
  readonly scopes: readonly string[];
}

interface StoredToken {
  readonly value: string;
  /** Monotonic milliseconds (`performance.now()`) from when on it is not used any more. */
  readonly renewAt: number;
}

// Keys carry target and credential: a token never serves another registry's row or outlives its credential.
const tokens = shared("tokens", () => new LRUCache<string, StoredToken>({ max: 10_000 }));
const flights = new Map<string, Promise<string>>();
const shortestLife = 60;

/** Username that marks a credential's secret as an identity (refresh) token, as docker's config.json writes it. */
export const identityTokenUser = "<token>";

/**
 * Bearer tokens of one registry and credential (distribution docs/content/spec/auth/token.md and oauth.md): cached,
 * asked for once however many need it, renewed before they end.
 */
export class TokenSource {
  readonly #target: RegistryTarget;
  readonly #wire: Wire;

  constructor(target: RegistryTarget, wire: Wire) {
    this.#target = target;
    this.#wire = wire;
  }

  /**
   * Throws REGISTRY_UNAUTHORIZED with token_host_unapproved, credentials_refused, credentials_missing or token_refused.
   */
  async get(request: TokenRequest, signal: AbortSignal): Promise<string> {
    const key = this.#key(request);
    const stored = tokens.get(key);
    if (stored !== undefined && stored.renewAt > performance.now()) return stored.value;
    let flight = flights.get(key);
    if (flight === undefined) {
      // Its own deadline: the first caller's cancelling must not fail the others who wait for the same token.
      flight = withDeadline(this.#wire.deadline, undefined, (own) => this.#ask(request, own)).finally(() =>
        flights.delete(key),
      );
      flights.set(key, flight);
    }
    return await abortable(flight, signal);
  }

  forget(request: TokenRequest): void {
    tokens.delete(this.#key(request));
  }

  #key({ realm, service, scopes }: TokenRequest): string {
    const { id, credentialId, endpoint } = this.#target;
    return JSON.stringify([id, credentialId, endpoint, realm, service ?? "", [...scopes].sort()]);
  }

  async #ask(request: TokenRequest, signal: AbortSignal): Promise<string> {
    const { url, trusted } = checkRealm(request.realm, this.#target);
    const sentAt = performance.now();
    const answer = await this.#send(url, request, signal).catch((error: unknown) => {
      // On premises the token server is private too; that takes the administrator's word, not the registry's.
      const refused = error instanceof AppError && error.reason === "egress_refused";
      throw refused && !trusted && this.#target.allowPrivate ? tokenHostUnapproved(url) : error;
    });
    if (answer.status < 200 || answer.status > 299) throw this.#refusal(answer, url);
    const token = readToken(answer, sentAt);
    tokens.set(this.#key(request), token);
    return token.value;
  }

  async #send(url: URL, request: TokenRequest, signal: AbortSignal): Promise<Answer> {
    const { credential } = this.#target;
    if (credential.kind === "basic" && credential.username === identityTokenUser) {
      const answer = await this.#post(url, request, credential.secret, signal);
      // As containerd does: these say that the server knows only the GET form.
      if (![400, 401, 404, 405].includes(answer.status)) return answer;
    }
    return this.#getToken(url, request, signal);
  }

  #getToken(realm: URL, request: TokenRequest, signal: AbortSignal): Promise<Answer> {
    const { credential } = this.#target;
    const url = new URL(realm);
    if (request.service !== undefined) url.searchParams.set("service", request.service);
    for (const scope of request.scopes) url.searchParams.append("scope", scope);
    const headers: Record<string, string> = { accept: "application/json" };
    if (credential.kind === "basic") {
      url.searchParams.set("account", credential.username);
      headers.authorization = basicAuthorization(credential.username, credential.secret);
    }
    return this.#wire.send({ method: "GET", url, headers, ...fixed, signal });
  }

  #post(url: URL, request: TokenRequest, refreshToken: string, signal: AbortSignal): Promise<Answer> {
    const form = new URLSearchParams({
      grant_type: "refresh_token",
      refresh_token: refreshToken,
      client_id: "longshore",
      scope: request.scopes.join(" "),
      ...(request.service === undefined ? {} : { service: request.service }),
    });
    return this.#wire.send({
      method: "POST",
      url,
      headers: { accept: "application/json", "content-type": "application/x-www-form-urlencoded" },
      body: form.toString(),
      ...fixed,
      signal,
    });
  }

  #refusal(answer: Answer, url: URL): AppError {
    const denied = answer.status === 401 || answer.status === 403;
    const anonymous = this.#target.credential.kind === "anonymous";
    return new AppError("REGISTRY_UNAUTHORIZED", `Token server ${url.host} answered ${answer.status}`, {
      reason: !denied ? "token_refused" : anonymous ? "credentials_missing" : "credentials_refused",
      status: answer.status,
      upstream: upstreamText(answer, this.#target.credential),
      params: { host: url.host },
    });
  }
}

/** Token servers have no business redirecting: a redirect would carry the password on. */
const fixed = { redirects: 0, limit: limits.token, priority: "interactive" } as const;

/** RFC 7617 with UTF-8. */
export function basicAuthorization(username: string, secret: string): string {
  return `Basic ${Buffer.from(`${username}:${secret}`, "utf8").toString("base64")}`;
}

function readToken(answer: Answer, sentAt: number): StoredToken {
  const body = parseJsonObject(answer.body, "The token server's answer");
  const value = stringOf(body.token) || stringOf(body.access_token);
  // A line break would let the token server write headers of our next request.
  if (!value || !/^[\x21-\x7e]+$/.test(value)) {
    throw new AppError("REGISTRY_UNAUTHORIZED", "The token server's answer holds no token", {
      reason: "token_refused",
      status: answer.status,
    });
  }
  const seconds = typeof body.expires_in === "number" ? body.expires_in : shortestLife;
  const life = Math.min(Math.max(seconds, shortestLife), 24 * 3600) * 1000;
  // A token the server had kept: how old it is, both dates by the server's own clock, since ours may be another.
  const age = Date.parse(answer.headers.get("date") ?? "") - Date.parse(stringOf(body.issued_at) ?? "");
  // An issue date in the future or so old that the token had ended already is a wrong clock.
  const spent = age > 0 && age < life ? age : 0;
  return { value, renewAt: sentAt + life - spent - Math.min(30_000, life / 4) };
}

function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
