import { LRUCache } from "lru-cache";
import { AppError } from "../../errors.ts";
import { parseJsonObject, stringOf } from "../json.ts";
import type { Credential, RegistryTarget } from "../types.ts";
import { abortable } from "./abortable.ts";
import type { CredentialSource } from "./credentials.ts";
import { withDeadline } from "./deadline.ts";
import { shared } from "./shared.ts";
import { TokenEndpoint, type TokenRequest } from "./token-endpoint.ts";
import { checkRealm, tokenHostUnapproved } from "./token-hosts.ts";
import { oauthError, upstreamText } from "./upstream-text.ts";
import type { Answer, Wire } from "./wire.ts";

interface StoredToken {
  readonly value: string;
  /** Monotonic milliseconds (`performance.now()`) from when on it is not used any more. */
  readonly renewAt: number;
}

// Keys carry target and credential: a token never serves another registry's row or outlives its credential.
const tokens = shared("tokens", () => new LRUCache<string, StoredToken>({ max: 10_000 }));
const flights = new Map<string, Promise<string>>();
const shortestLife = 60;

/**
 * Bearer tokens of one registry and credential (distribution docs/content/spec/auth/token.md and oauth.md): cached,
 * asked for once however many need it, renewed before they end.
 */
export class TokenSource {
  readonly #target: RegistryTarget;
  readonly #wire: Wire;
  readonly #credentials: CredentialSource;

  constructor(target: RegistryTarget, wire: Wire, credentials: CredentialSource) {
    this.#target = target;
    this.#wire = wire;
    this.#credentials = credentials;
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
    const credential = await this.#credentials.get(signal);
    const endpoint = new TokenEndpoint({ ...this.#target, credential }, this.#wire);
    const sentAt = performance.now();
    const answer = await endpoint.ask(url, request, signal).catch((error: unknown) => {
      // On premises the token server is private too; that takes the administrator's word, not the registry's.
      const refused = error instanceof AppError && error.reason === "egress_refused";
      throw refused && !trusted && this.#target.allowPrivate ? tokenHostUnapproved(url) : error;
    });
    if (answer.status < 200 || answer.status > 299) throw this.#refusal(answer, url, credential);
    const { token, refreshToken } = readToken(answer, sentAt);
    tokens.set(this.#key(request), token);
    if (refreshToken !== undefined) endpoint.keep(request, refreshToken);
    return token.value;
  }

  #refusal(answer: Answer, url: URL, credential: Credential): AppError {
    // OAuth2 says 400 and a word for a wrong password or a refresh token that ended (RFC 6749 section 5.2).
    const denied =
      answer.status === 401 || answer.status === 403 || oauthError(answer.body) === "invalid_grant";
    if (denied) this.#credentials.forget();
    const anonymous = credential.kind === "anonymous";
    return new AppError("REGISTRY_UNAUTHORIZED", `Token server ${url.host} answered ${answer.status}`, {
      reason: !denied ? "token_refused" : anonymous ? "credentials_missing" : "credentials_refused",
      status: answer.status,
      upstream: upstreamText(answer, credential),
      params: { host: url.host },
    });
  }
}

function readToken(answer: Answer, sentAt: number): { token: StoredToken; refreshToken: string | undefined } {
  const body = parseJsonObject(answer.body, "The token server's answer");
  const value = stringOf(body.token) || stringOf(body.access_token);
  if (!value || !isPrintable(value)) {
    throw new AppError("REGISTRY_UNAUTHORIZED", "The token server's answer holds no token", {
      reason: "token_refused",
      status: answer.status,
    });
  }
  const life = Math.min(Math.max(secondsOf(body.expires_in), shortestLife), 24 * 3600) * 1000;
  // A token the server had kept: how old it is, both dates by the server's own clock, since ours may be another.
  const age = Date.parse(answer.headers.get("date") ?? "") - Date.parse(stringOf(body.issued_at) ?? "");
  // An issue date in the future or so old that the token had ended already is a wrong clock.
  const spent = age > 0 && age < life ? age : 0;
  const refreshToken = stringOf(body.refresh_token);
  return {
    token: { value, renewAt: sentAt + life - spent - Math.min(30_000, life / 4) },
    refreshToken: refreshToken && isPrintable(refreshToken) ? refreshToken : undefined,
  };
}

/** A line break would let the token server write headers of our next request. */
function isPrintable(value: string): boolean {
  return /^[\x21-\x7e]+$/.test(value);
}

/** Entra ID writes the number as a string; what is no number counts as the least there is. */
function secondsOf(value: unknown): number {
  const seconds = typeof value === "string" ? Number(value) : value;
  return typeof seconds === "number" && !Number.isNaN(seconds) ? seconds : shortestLife;
}
