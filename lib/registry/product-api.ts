import { AppError } from "../errors.ts";
import type { ApiDoor, ApiLogin } from "./adapters/adapter.ts";
import type { ApiAnswer, NextPage } from "./adapters/paging.ts";
import { type AskedFor, answerError, type Meaning, senselessAnswer } from "./answer-errors.ts";
import { inflate } from "./digest.ts";
import { isWebPage } from "./fetch-manifest.ts";
import { findJson } from "./json.ts";
import { type ListedPage, listingLimits } from "./listing.ts";
import { withDeadline } from "./transport/deadline.ts";
import { toConnectionError } from "./transport/failure.ts";
import type { Patience } from "./transport/retry.ts";
import { upstreamText } from "./transport/upstream-text.ts";
import { type Answer, queueFor, type Signable, Wire, type WireRequest } from "./transport/wire.ts";
import type { Digest, RegistryTarget, RepositoryName, RequestOptions, Tag } from "./types.ts";
import { deleteError } from "./write-errors.ts";

/** A page of an API's list: pages hold a hundred items or so, each a few hundred bytes. */
const pageBytes = 4 * 1024 * 1024;

export interface ApiCall {
  /** Default GET; POST with a body. */
  readonly method?: WireRequest["method"];
  /** Segments below the origin; each is encoded, so a name with a slash stays one. None is "/"; an empty last one ends it with a slash. */
  readonly path: readonly string[];
  readonly query: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text; its content-type is JSON where `headers` name no other. */
  readonly body?: string;
  /** It changes something: it is not sent twice unless its method says that it may be. */
  readonly writes?: boolean;
  /** Everybody is answered alike: no token is fetched for it. */
  readonly open?: boolean;
  /** Facts for the sentence of an error. */
  readonly params?: Readonly<Record<string, string>>;
  /** Whose list it is: a 404 then means that there is no such namespace. */
  readonly namespace?: string;
}

export interface ApiItems<T> extends ApiCall {
  readonly next: NextPage;
  readonly itemsOf: (body: unknown) => readonly T[];
}

export interface ApiList extends ApiCall {
  readonly next: NextPage;
  readonly namesOf: (body: unknown) => readonly string[];
}

export interface ApiDeletion {
  readonly path: readonly string[];
  readonly repository: RepositoryName;
  readonly reference: Tag | Digest;
  /** What a refusal of this one means beyond its status. */
  readonly meaning?: (body: unknown, status: number) => Meaning | undefined;
}

type ApiRequest = Pick<WireRequest, "method" | "url" | "headers" | "body" | "repeatable">;

/**
 * A product's own API: JSON from one origin, over the same wire as /v2/ (egress policy, queue, retries, bounds). Redirects
 * are refused, because the credential may be in a header of the product's own. Throws AppError and nothing else.
 */
export class ProductApi {
  readonly #target: RegistryTarget;
  readonly #api: ApiDoor;
  readonly #origin: URL;
  readonly #wire: Wire;
  #token: Promise<string> | undefined;

  constructor(target: RegistryTarget, api: ApiDoor, patience?: Patience) {
    this.#target = target;
    this.#api = api;
    this.#origin = new URL(api.origin(target));
    // Well-known or typed by the administrator, never named by a server: as trusted as the endpoint.
    this.#wire = new Wire({ ...target, tokenHosts: [...target.tokenHosts, this.#origin.origin] }, patience);
    if (api.perSecond !== undefined) queueFor(this.#origin.origin).pace(api.perSecond);
  }

  /** A list of names, page by page, without repeats and bounded like those of /v2/. Throws as `listItems`. */
  async *listNames(
    { namesOf, ...list }: ApiList,
    options: RequestOptions | undefined,
  ): AsyncGenerator<ListedPage> {
    const seen = new Set<string>();
    for await (const { items, truncated } of this.listItems({ ...list, itemsOf: namesOf }, options)) {
      // A page may repeat what is known already: one item for each version of the same package.
      const fresh = [...new Set(items)].filter((name) => !seen.has(name));
      for (const name of fresh) seen.add(name);
      const full = seen.size >= listingLimits.items;
      if (fresh.length > 0 || truncated) yield { names: fresh, truncated: truncated || full };
      if (full) return;
    }
  }

  /**
   * A list, page by page, of so many pages at most. Throws REGISTRY_REJECTED/namespace_unknown with params {name} when its
   * owner does not exist or may not be seen.
   */
  async *listItems<T>(
    list: ApiItems<T>,
    options: RequestOptions | undefined,
  ): AsyncGenerator<{ readonly items: readonly T[]; readonly truncated: boolean }> {
    const visited = new Set<string>();
    const first = this.#url(list);
    let page: PageRequest | null = { url: first, ...(list.body !== undefined && { body: list.body }) };
    for (let pages = 1; page !== null; pages += 1) {
      visited.add(keyOf(page));
      const answer: ApiAnswer = await this.#ask(list, page, options);
      const items = list.itemsOf(answer.body);
      const after: URL | string | null = items.length === 0 ? null : list.next(answer);
      const next: PageRequest | null =
        typeof after === "string" ? { url: first, body: after } : after && { url: after };
      const truncated = next !== null && (visited.has(keyOf(next)) || pages >= listingLimits.pages);
      yield { items, truncated };
      page = truncated ? null : next;
    }
  }

  /** Whether a GET finds something. False too where the account may not ask. */
  async has(path: readonly string[], options: RequestOptions | undefined): Promise<boolean> {
    const answer = await this.#authorized(
      { method: "GET", url: this.#url({ path, query: {} }), headers: {} },
      options,
    );
    if (answer.status === 200) return jsonOf(answer) !== undefined;
    if (answer.status === 401 || answer.status === 403 || answer.status === 404) return false;
    throw answerError(answer, { what: "catalog", method: "GET", credential: this.#target.credential });
  }

  /** DELETE. Throws what the client's deleteTag and deleteManifest do. */
  async delete(
    { path, repository, reference, meaning }: ApiDeletion,
    options: RequestOptions | undefined,
  ): Promise<void> {
    const url = this.#url({ path, query: {} });
    const answer = await this.#authorized({ method: "DELETE", url, headers: {} }, options);
    const { credential } = this.#target;
    const params = { repository, reference };
    const asked: AskedFor = { what: "manifest", method: "DELETE", credential, params };
    const body = jsonOf(answer);
    const special = meaning?.(body, answer.status) ?? this.#api.failure?.(body, answer.status);
    if (special !== undefined) throw answerError(answer, asked, special);
    if (answer.status >= 200 && answer.status <= 299 && !isWebPage(answer)) return;
    // What the sending whose answer was lost has deleted, the repetition does not find.
    if (answer.status === 404 && answer.repeated) return;
    throw deleteError(answer, asked);
  }

  /** One request and its JSON. Throws what `failure` of the door says, or else what the status means. */
  async ask(call: ApiCall, options: RequestOptions | undefined): Promise<ApiAnswer> {
    const page = { url: this.#url(call), ...(call.body !== undefined && { body: call.body }) };
    return await this.#ask(call, page, options);
  }

  async #ask(
    { method: typed, namespace, headers, params = {}, writes = false, open = false }: ApiCall,
    { url, body }: PageRequest,
    options: RequestOptions | undefined,
  ): Promise<ApiAnswer> {
    const method = typed ?? (body === undefined ? "GET" : "POST");
    const answer = await this.#authorized(
      {
        method,
        url,
        headers: { ...(body !== undefined && { "content-type": "application/json" }), ...headers },
        ...(body !== undefined && { body }),
        repeatable: !writes,
      },
      options,
      open,
    );
    const asked: AskedFor = { what: "catalog", method, credential: this.#target.credential, params };
    const meaning = this.#api.failure?.(jsonOf(answer), answer.status);
    if (meaning !== undefined) throw answerError(answer, asked, meaning);
    if (answer.status === 404 && namespace !== undefined) {
      throw new AppError("REGISTRY_REJECTED", `${url.host} knows no ${namespace}`, {
        reason: "namespace_unknown",
        status: 404,
        params: { host: url.host, name: namespace },
      });
    }
    if (answer.status !== 200) throw answerError(answer, asked);
    return {
      body: bodyOf(answer, asked),
      headers: answer.headers,
      url,
      ...(body !== undefined && { sent: body }),
    };
  }

  /** Once more with a new token where the one we had was refused: a client may outlive it. */
  async #authorized(request: ApiRequest, options: RequestOptions | undefined, open = false): Promise<Answer> {
    if (open) return await this.#send(request, options);
    const known = this.#token;
    const send = async (): Promise<Answer> => {
      const headers = { ...request.headers, ...(await this.#authorization(options)) };
      return await this.#send({ ...request, headers }, options);
    };
    const answer = await send();
    if (answer.status !== 401 || known === undefined) return answer;
    this.#token = undefined;
    return await send();
  }

  async #authorization(options: RequestOptions | undefined): Promise<Readonly<Record<string, string>>> {
    const login = this.#api.login?.(this.#target);
    if (!login) return {};
    const token = this.#token ?? this.#logIn(login, options);
    this.#token = token;
    try {
      return { authorization: `Bearer ${await token}` };
    } catch (error) {
      this.#token = undefined;
      throw error;
    }
  }

  async #logIn(login: ApiLogin, options: RequestOptions | undefined): Promise<string> {
    const url = this.#url({ path: login.path, query: {} });
    const headers = { "content-type": "application/json" };
    const answer = await this.#send(
      { method: "POST", url, headers, body: JSON.stringify(login.body) },
      options,
    );
    const { credential } = this.#target;
    const asked: AskedFor = { what: "catalog", method: "POST", credential };
    if (answer.status === 401 || answer.status === 403) {
      throw new AppError("REGISTRY_UNAUTHORIZED", `${url.host} answered ${answer.status}`, {
        reason: "credentials_refused",
        status: answer.status,
        upstream: upstreamText(answer, credential),
        params: { host: url.host },
      });
    }
    if (answer.status !== 200) throw answerError(answer, asked);
    const token = login.tokenOf(bodyOf(answer, asked));
    // A line break would let the server write headers of our next request.
    if (token !== undefined && /^[\x21-\x7e]+$/.test(token)) return token;
    throw new AppError("REGISTRY_UNAUTHORIZED", `${url.host} answered without a token`, {
      reason: "token_refused",
      params: { host: url.host },
    });
  }

  async #send(request: ApiRequest, options: RequestOptions | undefined): Promise<Answer> {
    const caller = options?.signal;
    const priority = options?.priority ?? "interactive";
    const own = this.#api.headers(this.#target);
    const headers = { accept: "application/json", ...own, ...request.headers };
    const { sign } = this.#api;
    const signing = sign && {
      sign: (unsigned: Signable) => sign(unsigned, this.#target, new Date()),
    };
    const send = (signal: AbortSignal) =>
      this.#wire.send({ ...request, ...signing, headers, limit: pageBytes, redirects: 0, priority, signal });
    try {
      if (priority === "background") return await send(caller ?? new AbortController().signal);
      return await withDeadline(this.#wire.deadline, caller, send);
    } catch (error) {
      if (caller?.aborted) throw new AppError("CANCELLED", "Cancelled by the caller", { cause: error });
      throw toConnectionError(error, request.url, caller);
    }
  }

  #url({ path, query }: Pick<ApiList, "path" | "query">): URL {
    // The one thing encoding leaves as it is and URLs resolve.
    const last = path.length - 1;
    const unsafe = path.some((segment, at) => /^\.{1,2}$/.test(segment) || (segment === "" && at < last));
    if (unsafe) throw new AppError("INTERNAL", "A path of dots");
    const below = this.#origin.pathname.replace(/\/$/, "");
    const url = new URL(`${below}/${path.map(encodeURIComponent).join("/")}`, this.#origin);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    return url;
  }
}

interface PageRequest {
  readonly url: URL;
  readonly body?: string;
}

function keyOf({ url, body = "" }: PageRequest): string {
  return `${url.search} ${body}`;
}

/** The JSON of an answer. Throws REGISTRY_REJECTED/unexpected_answer. */
function bodyOf(answer: Answer, asked: AskedFor): unknown {
  const body = jsonOf(answer);
  if (typeof body === "object" && body !== null) return body;
  throw senselessAnswer({ ...answer, body: bytesOf(answer) }, asked, "no JSON");
}

function jsonOf(answer: Answer): unknown {
  return findJson(bytesOf(answer));
}

function bytesOf({ body, headers }: Answer): Uint8Array {
  return inflate(body, headers.get("content-encoding"), pageBytes) ?? body;
}
