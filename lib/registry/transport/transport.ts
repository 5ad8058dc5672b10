import { LRUCache } from "lru-cache";
import { AppError } from "../../errors.ts";
import type { RegistryNotices, RegistryTarget, RequestOptions } from "../types.ts";
import { type Challenge, parseChallenges, preferredChallenge } from "./challenge.ts";
import { type CredentialSource, storedCredential } from "./credentials.ts";
import { withDeadline } from "./deadline.ts";
import { toConnectionError } from "./failure.ts";
import { NoticeBoard } from "./notices.ts";
import type { Patience } from "./retry.ts";
import { shared } from "./shared.ts";
import { TokenSource } from "./token.ts";
import { basicAuthorization } from "./token-endpoint.ts";
import { upstreamText } from "./upstream-text.ts";
import { type Answer, Wire, type WireRequest } from "./wire.ts";

export interface TransportRequest {
  readonly method: WireRequest["method"];
  /** Inside the registry's own origin, built by `transport.url()` or from it. */
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  /** The scope this request needs, e.g. "repository:team/app:pull"; none for /v2/ itself. */
  readonly scope?: string;
  /** Scopes beside it: a mount reads another repository. */
  readonly scopes?: readonly string[];
  readonly body?: WireRequest["body"];
  readonly limit: number;
  /** As in WireRequest. */
  readonly stream?: boolean;
  readonly repeatable?: boolean;
  readonly options?: RequestOptions | undefined;
}

/** How a registry last wanted to be signed in to, by kind of URL: Harbor wants Basic for /v2/_catalog, Bearer elsewhere. */
const remembered = shared("challenges", () => new LRUCache<string, Challenge>({ max: 5000 }));

/** The scopes that sufficed where a request's own did not: ACR wants metadata_read for tags. Learnt once, not at every page. */
const needed = shared("scopes", () => new LRUCache<string, readonly string[]>({ max: 5000 }));
const mostScopes = 16;

/** HTTP to one registry with one credential: adds sign-in to Wire. Throws AppError and nothing else. */
export class Transport {
  readonly target: RegistryTarget;
  readonly #wire: Wire;
  readonly #tokens: TokenSource;
  readonly #credentials: CredentialSource;
  readonly #endpoint: URL;
  readonly #board: NoticeBoard;
  /** Of this registry with this credential. */
  readonly #key: string;
  #asked: Challenge["scheme"] | undefined;

  constructor(
    target: RegistryTarget,
    patience?: Patience,
    credentials: CredentialSource = storedCredential(target),
  ) {
    this.target = target;
    this.#wire = new Wire(target, patience);
    this.#credentials = credentials;
    this.#tokens = new TokenSource(target, this.#wire, credentials);
    this.#endpoint = new URL(target.endpoint);
    this.#board = new NoticeBoard(target.credential);
    this.#key = JSON.stringify([target.id, target.credentialId, target.endpoint]);
  }

  get patience(): Patience {
    return this.#wire.patience;
  }

  /** A URL below the endpoint and its path prefix; every part of `path` must have been validated. */
  url(path: string, query: Readonly<Record<string, string>> = {}): URL {
    const url = new URL(this.#endpoint.pathname.replace(/\/$/, "") + path, this.#endpoint);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    return url;
  }

  /** Any answer but a 401, with retries, redirects and sign-in done. */
  async request(request: TransportRequest): Promise<Answer> {
    const caller = request.options?.signal;
    try {
      // Thousands of background requests may stand in the queue; their time runs from when it is their turn.
      if (request.options?.priority === "background") {
        return await this.#authenticated(request, caller ?? new AbortController().signal);
      }
      return await withDeadline(this.#wire.deadline, caller, (signal) =>
        this.#authenticated(request, signal),
      );
    } catch (error) {
      if (caller?.aborted) throw new AppError("CANCELLED", "Cancelled by the caller", { cause: error });
      throw toConnectionError(error, request.url, caller);
    }
  }

  /**
   * One sending of a body that cannot be sent again, after whatever sign-in is known by now. A 401 is handed back and the token
   * forgotten: what is asked next signs in anew. Errors below HTTP come as they are, for who knows how to go on.
   */
  async push(request: TransportRequest): Promise<Answer> {
    const signal = request.options?.signal ?? new AbortController().signal;
    const memoryKey = this.#memoryKey(request.scope);
    const known = remembered.get(memoryKey);
    const own = scopesFor(request);
    const scopes = needed.get(this.#scopesKey(own)) ?? own;
    const authorization = known && (await this.#authorization(known, scopes, signal));
    const answer = this.#noted(await this.#wire.sendOnce(this.#wireRequest(request, authorization, signal)));
    if (answer.status === 401 && known !== undefined) {
      remembered.delete(memoryKey);
      this.#forgetToken(known, scopes);
    }
    return answer;
  }

  get notices(): RegistryNotices {
    return this.#board.notices;
  }

  /** How the registry last asked for a sign-in at /v2/; undefined when it never did. */
  askedScheme(): Challenge["scheme"] | undefined {
    return this.#asked ?? remembered.get(this.#memoryKey(undefined))?.scheme;
  }

  async #authenticated(request: TransportRequest, signal: AbortSignal): Promise<Answer> {
    const memoryKey = this.#memoryKey(request.scope);
    const known = remembered.get(memoryKey);
    const own = scopesFor(request);
    const scopesKey = this.#scopesKey(own);
    const scopes = needed.get(scopesKey) ?? own;
    let answer = await this.#send(
      request,
      known && (await this.#authorization(known, scopes, signal)),
      signal,
    );
    if (!asksForMore(answer)) return answer;
    this.#refuseForeign(answer);
    let challenge = challengeOf(answer);
    if (known !== undefined) {
      remembered.delete(memoryKey);
      this.#forgetToken(known, scopes);
      // Harbor answers whatever carries a stale token with Basic; the true challenge comes to those who send none.
      if (challenge?.scheme !== "bearer") {
        answer = await this.#send(request, undefined, signal);
        if (!asksForMore(answer)) return answer;
        this.#refuseForeign(answer);
        challenge = challengeOf(answer);
      }
    }
    if (challenge === undefined) return this.#denied(answer, undefined);
    this.#asked = challenge.scheme;
    // Where a scope did not suffice the new one goes first: some servers read only the first one.
    const widened = challenge.params.error === "insufficient_scope";
    let wanted = widened ? union(scopesOf(challenge), scopes) : union(scopes, scopesOf(challenge));
    answer = await this.#send(request, await this.#authorization(challenge, wanted, signal), signal);
    const again = challengeOf(answer);
    // Once: a token that grants less than was asked for means denied.
    if (!widened && asksForMore(answer) && again?.params.error === "insufficient_scope") {
      const more = union(scopesOf(again), wanted);
      if (more.length > wanted.length) {
        wanted = more;
        answer = await this.#send(request, await this.#authorization(again, more, signal), signal);
      }
    }
    this.#refuseForeign(answer);
    if (answer.status === 401) return this.#denied(answer, challenge);
    remembered.set(memoryKey, challenge);
    if (wanted.length > own.length && wanted.length <= mostScopes && !asksForMore(answer)) {
      needed.set(scopesKey, wanted);
    }
    return answer;
  }

  async #send(
    request: TransportRequest,
    authorization: string | undefined,
    signal: AbortSignal,
  ): Promise<Answer> {
    return this.#noted(await this.#wire.send(this.#wireRequest(request, authorization, signal)));
  }

  /** Whoever the registry redirects to speaks for himself. */
  #noted(answer: Answer): Answer {
    if (answer.url.origin === this.#endpoint.origin) this.#board.read(answer);
    return answer;
  }

  #wireRequest(
    request: TransportRequest,
    authorization: string | undefined,
    signal: AbortSignal,
  ): WireRequest {
    if (request.url.origin !== this.#endpoint.origin) {
      throw new AppError("INTERNAL", "A request outside the registry");
    }
    return {
      method: request.method,
      url: request.url,
      headers: { ...request.headers, ...(authorization === undefined ? {} : { authorization }) },
      ...(request.body === undefined ? {} : { body: request.body }),
      limit: request.limit,
      stream: request.stream ?? false,
      redirects: 5,
      repeatable: request.repeatable ?? false,
      priority: request.options?.priority ?? "interactive",
      turn: request.options?.turn,
      signal,
      bounded: request.options?.priority !== "background",
    };
  }

  async #authorization(
    challenge: Challenge,
    scopes: readonly string[],
    signal: AbortSignal,
  ): Promise<string> {
    if (challenge.scheme === "basic") {
      const credential = await this.#credentials.get(signal);
      if (credential.kind === "basic") return basicAuthorization(credential.username, credential.secret);
      throw new AppError("REGISTRY_UNAUTHORIZED", "The registry wants a user and password", {
        reason: "credentials_missing",
        status: 401,
        params: { host: this.#endpoint.host },
      });
    }
    return `Bearer ${await this.#tokens.get(tokenRequest(challenge, scopes), signal)}`;
  }

  #forgetToken(challenge: Challenge, scopes: readonly string[]): void {
    if (challenge.scheme === "bearer") this.#tokens.forget(tokenRequest(challenge, scopes));
    else this.#credentials.forget();
  }

  /** Somebody we were redirected to must not learn what the registry may. */
  #refuseForeign(answer: Answer): void {
    if (answer.status !== 401 || answer.url.origin === this.#endpoint.origin) return;
    throw new AppError(
      "REGISTRY_REJECTED",
      `Redirected to ${answer.url.host}, which wants a sign-in of its own`,
      {
        reason: "redirect_refused",
        status: 401,
        params: { host: this.#endpoint.host, to: answer.url.origin },
      },
    );
  }

  #denied(answer: Answer, challenge: Challenge | undefined): never {
    this.#credentials.forget();
    const { credential } = this.target;
    const reason =
      credential.kind === "anonymous"
        ? "credentials_missing"
        : challenge?.scheme === "bearer"
          ? "permission_missing"
          : "credentials_refused";
    throw new AppError("REGISTRY_UNAUTHORIZED", `${this.#endpoint.host} answered 401`, {
      reason,
      status: 401,
      upstream: upstreamText(answer, credential),
      params: { host: this.#endpoint.host },
    });
  }

  #memoryKey(scope: string | undefined): string {
    const kind = scope?.split(":", 1)[0] ?? "base";
    return `${this.#key} ${kind}`;
  }

  #scopesKey(scopes: readonly string[]): string {
    return [this.#key, ...scopes].join(" ");
  }
}

function asksForMore(answer: Answer): boolean {
  return (
    answer.status === 401 ||
    (answer.status === 403 && challengeOf(answer)?.params.error === "insufficient_scope")
  );
}

function challengeOf(answer: Answer): Challenge | undefined {
  return preferredChallenge(parseChallenges(answer.headers.all("www-authenticate")));
}

function tokenRequest(
  challenge: Challenge,
  scopes: readonly string[],
): { realm: string; service: string | undefined; scopes: readonly string[] } {
  return { realm: challenge.params.realm ?? "", service: challenge.params.service, scopes };
}

function scopesFor({ scope, scopes = [] }: TransportRequest): string[] {
  return scope === undefined ? [...scopes] : [scope, ...scopes];
}

function scopesOf(challenge: Challenge): string[] {
  return (challenge.params.scope ?? "").split(" ").filter((scope) => scope !== "");
}

function union(first: readonly string[], second: readonly string[]): string[] {
  return [...new Set([...first, ...second])];
}
