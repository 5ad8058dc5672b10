import { AppError } from "../errors.ts";
import type { AdapterApi } from "./adapters/adapter.ts";
import type { ApiAnswer, NextPage } from "./adapters/paging.ts";
import { type AskedFor, answerError, senselessAnswer } from "./answer-errors.ts";
import { inflate } from "./digest.ts";
import { findJson } from "./json.ts";
import { type ListedPage, listingLimits } from "./listing.ts";
import { withDeadline } from "./transport/deadline.ts";
import { toConnectionError } from "./transport/failure.ts";
import type { Patience } from "./transport/retry.ts";
import { type Answer, Wire } from "./transport/wire.ts";
import type { RegistryTarget, RequestOptions } from "./types.ts";

/** A page of an API's list: pages hold a hundred items or so, each a few hundred bytes. */
const pageBytes = 4 * 1024 * 1024;

export interface ApiList {
  /** Segments below the origin; each is encoded, so a name with a slash stays one. */
  readonly path: readonly string[];
  readonly query: Readonly<Record<string, string>>;
  readonly next: NextPage;
  readonly namesOf: (body: unknown) => readonly string[];
  /** Whose list it is: a 404 then means that there is no such namespace. */
  readonly namespace?: string;
}

/**
 * A product's own API: JSON from one origin, over the same wire as /v2/ (egress policy, queue, retries, bounds). Redirects
 * are refused, because the credential may be in a header of the product's own. Throws AppError and nothing else.
 */
export class ProductApi {
  readonly #target: RegistryTarget;
  readonly #api: AdapterApi;
  readonly #origin: URL;
  readonly #wire: Wire;

  constructor(target: RegistryTarget, api: AdapterApi, patience?: Patience) {
    this.#target = target;
    this.#api = api;
    this.#origin = new URL(api.origin(target));
    // Well-known or typed by the administrator, never named by a server: as trusted as the endpoint.
    this.#wire = new Wire({ ...target, tokenHosts: [...target.tokenHosts, this.#origin.origin] }, patience);
  }

  /**
   * A list, page by page, without repeats and bounded like those of /v2/. Throws REGISTRY_REJECTED/namespace_unknown with
   * params {name} when the list's owner does not exist or may not be seen.
   */
  async *listNames(list: ApiList, options: RequestOptions | undefined): AsyncGenerator<ListedPage> {
    const seen = new Set<string>();
    const visited = new Set<string>();
    let url: URL | null = this.#url(list);
    for (let pages = 1; url !== null; pages += 1) {
      visited.add(url.search);
      const answer: ApiAnswer = await this.#get(url, list.namespace, options);
      const fresh = list.namesOf(answer.body).filter((name) => !seen.has(name));
      for (const name of fresh) seen.add(name);
      const next: URL | null = fresh.length === 0 ? null : list.next(answer);
      const looping = next !== null && visited.has(next.search);
      const bounded = next !== null && (pages >= listingLimits.pages || seen.size >= listingLimits.items);
      const truncated = looping || bounded;
      if (fresh.length > 0 || truncated) yield { names: fresh, truncated };
      url = truncated ? null : next;
    }
  }

  async #get(
    url: URL,
    namespace: string | undefined,
    options: RequestOptions | undefined,
  ): Promise<ApiAnswer> {
    const answer = await this.#send(url, options);
    const asked: AskedFor = { what: "catalog", method: "GET", credential: this.#target.credential };
    if (answer.status === 404 && namespace !== undefined) {
      throw new AppError("REGISTRY_REJECTED", `${url.host} knows no ${namespace}`, {
        reason: "namespace_unknown",
        status: 404,
        params: { host: url.host, name: namespace },
      });
    }
    if (answer.status !== 200) throw answerError(answer, asked);
    const bytes = inflate(answer.body, answer.headers.get("content-encoding"), pageBytes) ?? answer.body;
    const body = findJson(bytes);
    if (typeof body !== "object" || body === null) {
      throw senselessAnswer({ ...answer, body: bytes }, asked, "no JSON");
    }
    return { body, headers: answer.headers, url };
  }

  async #send(url: URL, options: RequestOptions | undefined): Promise<Answer> {
    const caller = options?.signal;
    const priority = options?.priority ?? "interactive";
    const headers = { accept: "application/json", ...this.#api.headers(this.#target) };
    const send = (signal: AbortSignal) =>
      this.#wire.send({ method: "GET", url, headers, limit: pageBytes, redirects: 0, priority, signal });
    try {
      if (priority === "background") return await send(caller ?? new AbortController().signal);
      return await withDeadline(this.#wire.deadline, caller, send);
    } catch (error) {
      if (caller?.aborted) throw new AppError("CANCELLED", "Cancelled by the caller", { cause: error });
      throw toConnectionError(error, url, caller);
    }
  }

  #url({ path, query }: ApiList): URL {
    // The one thing encoding leaves as it is and URLs resolve.
    if (path.some((segment) => /^\.{0,2}$/.test(segment))) throw new AppError("INTERNAL", "A path of dots");
    const url = new URL(`/${path.map(encodeURIComponent).join("/")}`, this.#origin);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    return url;
  }
}
