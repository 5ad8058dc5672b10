import type { Meaning } from "../answer-errors.ts";
import type { ListedPage } from "../listing.ts";
import type { ProductApi } from "../product-api.ts";
import type { SearchOffer, SearchOptions, SearchPage } from "../search-types.ts";
import type { AnswerHeaders, Signable, Signed } from "../transport/wire.ts";
import type {
  Capabilities,
  Digest,
  ProductId,
  ProductSettings,
  RegistryTarget,
  RepositoryName,
  RequestOptions,
  Tag,
  TagFactsPage,
} from "../types.ts";

/** What `/v2/` said beside its status. */
export interface Greeting {
  readonly endpoint: URL;
  readonly headers: AnswerHeaders;
}

/** A POST of JSON that answers with a bearer token, good for as long as one listing takes. */
export interface ApiLogin {
  readonly path: readonly string[];
  readonly body: Readonly<Record<string, string>>;
  readonly tokenOf: (body: unknown) => string | undefined;
}

/** What one deletion is about. */
export interface Doomed<Reference extends Tag | Digest = Tag | Digest> {
  readonly target: RegistryTarget;
  readonly repository: RepositoryName;
  readonly reference: Reference;
}

/** One origin that is asked beside /v2/, and how the credential is shown there. */
export interface ApiDoor {
  /** The registry's own, the product's well-known one, or what an administrator typed; a path of it comes before the API's. */
  readonly origin: (target: RegistryTarget) => string;
  /** Headers of every request; none that show a credential for an anonymous target. */
  readonly headers: (target: RegistryTarget) => Readonly<Record<string, string>>;
  /** What is exchanged for a token first, where the API wants one; null for an anonymous target. */
  readonly login?: (target: RegistryTarget) => ApiLogin | null;
  /** How many requests a second it takes of everybody together; unbounded where it does not say. */
  readonly perSecond?: number;
  /** Signs a request as it is sent, each time anew. `target.credential` is the stored one: the key and its secret. */
  readonly sign?: (request: Signable, target: RegistryTarget, now: Date) => Signed;
  /** What its own error forms mean, those under a status of 200 too; undefined where the status says it all. */
  readonly failure?: (body: unknown, status: number) => Meaning | undefined;
}

/** Stored is a key, and /v2/ takes a user and a password that are had for it, for some hours. */
export interface TemporaryLogin extends ApiDoor {
  /** By one request, or few, to `origin`. */
  readonly issue: (
    api: ProductApi,
    target: RegistryTarget,
    options: RequestOptions | undefined,
  ) => Promise<IssuedLogin>;
}

export interface IssuedLogin {
  readonly username: string;
  readonly secret: string;
  /** Seconds it is good for from now on. */
  readonly lifetime: number;
}

/** A product's own search, and what it can narrow by. */
export interface AdapterSearch extends SearchOffer {
  /** False where these settings leave it nowhere to ask, or nobody to ask as. Default: always. */
  readonly offered?: (target: RegistryTarget) => boolean;
  readonly find: (
    api: ProductApi,
    text: string,
    options: SearchOptions & { readonly limit: number },
  ) => Promise<SearchPage>;
}

/** A product's own API beside /v2/. */
export interface AdapterApi extends ApiDoor {
  /** It is shown the temporary login rather than what is stored. */
  readonly takesTemporaryLogin?: boolean;
  /**
   * All repositories, page by page, as this registry names them; absent where _catalog lists them. `below` asks /v2/ for what is
   * at and below a name, which Google's registries alone tell.
   */
  readonly listRepositories?: (
    api: ProductApi,
    target: RegistryTarget,
    options: RequestOptions | undefined,
    below: (root: string) => AsyncIterable<ListedPage>,
  ) => AsyncIterable<ListedPage>;
  /**
   * When a repository's tags were pushed and pulled, by lists of many: never a request for each tag. Yields nothing where the
   * API cannot be asked with these settings and this credential.
   */
  readonly listTagFacts?: (
    api: ProductApi,
    target: RegistryTarget,
    repository: RepositoryName,
    options: RequestOptions | undefined,
  ) => AsyncIterable<TagFactsPage>;
  /** Absent where repositories can only be looked for among those listed already. */
  readonly search?: AdapterSearch;
  /**
   * Whether it has a repository whose tags /v2/ does not find: one that is listed and empty. Absent where such are not
   * listed. An account that may not ask is told no.
   */
  readonly hasRepository?: (
    api: ProductApi,
    repository: RepositoryName,
    options: RequestOptions | undefined,
  ) => Promise<boolean>;
  /** False where the API cannot be used with these settings and this credential: /v2/ is asked to delete then. */
  readonly deletes?: (target: RegistryTarget) => boolean;
  /** Where `offers.deleteTag` is "api". Takes no other tag with it. */
  readonly deleteTag?: (
    api: ProductApi,
    tag: Doomed<Tag>,
    options: RequestOptions | undefined,
  ) => Promise<void>;
  /** Where `offers.deleteDigest` is "api". */
  readonly deleteManifest?: (
    api: ProductApi,
    manifest: Doomed<Digest>,
    options: RequestOptions | undefined,
  ) => Promise<void>;
}

/**
 * One product. Declares what it offers; the client and the pages ask this, never the product's name. A further product
 * is a file with this shape and an entry in index.ts.
 */
export interface Adapter {
  readonly product: ProductId;
  /** How repositories are found with these settings. "api" and "namespace" need `api`. */
  readonly list: (target: RegistryTarget) => Capabilities["list"];
  readonly offers: Pick<Capabilities, "deleteTag" | "deleteDigest" | "referrers">;
  /** True where an image goes with the last of its tags; elsewhere it stays without one. */
  readonly lastTagTakesImage?: true;
  /** True where DELETE of a manifest in /v2/ is a 403 as long as a tag or an index points to it. */
  readonly keepsReferenced?: true;
  /** The settings it reads. */
  readonly settings: ProductSettings["kind"];
  /** An API key can be typed beside docker's login (two-secrets.ts). */
  readonly takesSecondKey?: true;
  /** The address to offer, for a product that is a service. */
  readonly address?: string;
  readonly api?: AdapterApi;
  /** How the stored credential is exchanged before /v2/ is asked; null when it is what /v2/ takes. */
  readonly temporaryLogin?: (target: RegistryTarget) => TemporaryLogin | null;
  /** It keeps a manifest while a tag is on it. */
  readonly untagsFirst?: boolean;
  /** What the token for a list of tags must allow; "pull" elsewhere. */
  readonly tagsAction?: string;
  /** True where _catalog may be refused at this address while the API lists: it is asked then. */
  readonly apiElse?: (target: RegistryTarget) => boolean;
  /** True where nobody counts who asks for a manifest: neither as a pull nor against a limit. */
  readonly manifestsAreFree?: true;
  /** Page size of /v2/ listings this product accepts. */
  readonly pageSize: number;
  /** True for an endpoint that can be no other product, told by host alone. */
  readonly ownsHost: (hostname: string) => boolean;
  /** The name to show for a server that greets so, or null when it is not this product's. */
  readonly recognise: (greeting: Greeting) => string | null;
  /** The repository a person means by this name: Docker Hub completes `library/`. */
  readonly completeName: (name: string) => string;
}

/** Namespaces of these settings; none where the product has no such thing. */
export function namespacesOf({ settings }: RegistryTarget): readonly string[] {
  return settings !== undefined && "namespaces" in settings ? settings.namespaces : [];
}
