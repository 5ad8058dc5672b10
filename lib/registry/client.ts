import { AppError } from "../errors.ts";
import type { AdapterApi } from "./adapters/adapter.ts";
import { eitherOf } from "./adapters/either-of.ts";
import { adapterFor } from "./adapters/index.ts";
import { type AskedFor, answerError, digestMismatch, senselessAnswer } from "./answer-errors.ts";
import { getBlob } from "./blobs/download.ts";
import { headBlob } from "./blobs/head-blob.ts";
import { putBlob } from "./blobs/upload.ts";
import { deleteBlob } from "./delete.ts";
import { deletionsAt } from "./deletions.ts";
import { contentMatching } from "./digest.ts";
import { getManifest, headManifest, headTag, isWebPage } from "./fetch-manifest.ts";
import { assertRegistry } from "./hail.ts";
import { unexpected } from "./json.ts";
import { asListingRefused, isListingRefused, type ListedPage, type Listing, listPages } from "./listing.ts";
import { ProductApi } from "./product-api.ts";
import { doorTo } from "./product-door.ts";
import { isRepositoryName, isTag } from "./reference.ts";
import { findOwnReferrers, listReferrers } from "./referrers/list-referrers.ts";
import { putAndList } from "./referrers/put-and-list.ts";
import { listBelow } from "./tag-list.ts";
import { credentialsFor } from "./temporary-logins.ts";
import type { Patience } from "./transport/retry.ts";
import { Transport } from "./transport/transport.ts";
import type { Answer } from "./transport/wire.ts";
import type { Capabilities, Descriptor, RegistryClient, RegistryTarget, RequestOptions } from "./types.ts";

const smallBlob = 4 * 1024 * 1024;

/**
 * A client for one registry and credential. Cheap to create: tokens, sockets, queues and what is known about the registry's
 * sign-in are shared by all clients of the same target. `patience` is for tests.
 */
export function createRegistryClient(target: RegistryTarget, patience?: Patience): RegistryClient {
  const credentials = credentialsFor(target, patience);
  const transport = new Transport(target, patience, credentials);
  const adapter = adapterFor(target.product);
  const { manifestsAreFree } =
    target.product === "generic" ? adapterFor(target.seenAs ?? "generic") : adapter;
  const { credential } = target;
  const door = adapter.api && doorTo(target, adapter.api, credentials, patience);

  /** Whether it can be asked if a tag still points to a digest: as its last answer had it. */
  let conditional = false;

  return {
    endpoint: target.endpoint,

    async ping(options) {
      const { auth } = await greet(transport, options);
      return { auth };
    },

    notices: () => transport.notices,

    async *listRepositories(options) {
      const mode = adapter.list(target);
      const { api } = adapter;
      if (mode === "pinned" || (mode !== "catalog" && api?.listRepositories === undefined)) {
        throw new AppError("UNSUPPORTED", `${target.product} does not list its repositories`, {
          reason: "listing_refused",
          params: { host: new URL(target.endpoint).host },
        });
      }
      const catalog: Listing = {
        path: "/v2/_catalog",
        scope: "registry:catalog:*",
        member: "repositories",
        pageSize: adapter.pageSize,
        asked: { what: "catalog", method: "GET", credential },
      };
      try {
        const byCatalog = listPages(transport, catalog, options);
        const below = (root: string) => listBelow(transport, root, options);
        const byApi = listByApi(target, adapter.api, door, options, below);
        const either = adapter.apiElse?.(target) ? eitherOf(byCatalog, byApi, isListingRefused) : byCatalog;
        const pages = mode === "catalog" ? either : byApi;
        for await (const { names, truncated } of pages) {
          yield { names: names.filter(isRepositoryName), truncated };
        }
      } catch (error) {
        throw asListingRefused(error);
      }
    },

    async search(text, options) {
      const { api } = adapter;
      if (api?.search === undefined || api.search.offered?.(target) === false) {
        throw new AppError("UNSUPPORTED", `${target.product} has no search`);
      }
      const limit = Math.min(options?.limit ?? 25, 100);
      try {
        return await api.search.find(new ProductApi(target, api, patience), text, { ...options, limit });
      } catch (error) {
        // Switched off, or the server is older than its search.
        const missing = error instanceof AppError && (error.status === 404 || error.status === 405);
        throw missing ? new AppError("UNSUPPORTED", "no search there", { cause: error }) : error;
      }
    },

    async *listTags(repository, options) {
      const listing: Listing = {
        path: `/v2/${repository}/tags/list`,
        scope: `repository:${repository}:${adapter.tagsAction ?? "pull"}`,
        member: "tags",
        pageSize: adapter.pageSize,
        asked: { what: "tags", method: "GET", credential, params: { repository } },
      };
      try {
        for await (const { names, truncated } of listPages(transport, listing, options)) {
          yield { tags: names.filter(isTag), truncated };
        }
      } catch (error) {
        const { hasRepository } = adapter.api ?? {};
        const unknown = error instanceof AppError && error.reason === "name_unknown";
        if (!unknown || hasRepository === undefined || door === undefined) throw error;
        // Listed and empty, as its product's list has it: one of the two readings has to win.
        if (!(await hasRepository((await door(options)).api, repository, options))) throw error;
      }
    },

    async *listTagFacts(repository, options) {
      const { listTagFacts } = adapter.api ?? {};
      if (listTagFacts === undefined || door === undefined) return;
      yield* listTagFacts((await door(options)).api, target, repository, options);
    },

    async headManifest(repository, reference, options): Promise<Descriptor> {
      const head = await headManifest(transport, repository, reference, options);
      if (head !== undefined) return head;
      const { digest, mediaType, raw } = await getManifest(transport, repository, reference, options);
      return { digest, mediaType, size: raw.byteLength };
    },

    async resolveTag(repository, tag, options) {
      if (!options?.withManifest || !manifestsAreFree) {
        const known = conditional ? options?.known : undefined;
        const head = await headTag(transport, repository, tag, known, options);
        conditional = head?.conditional ?? conditional;
        if (head !== undefined) return { digest: head.digest };
      }
      const manifest = await getManifest(transport, repository, tag, options);
      // Who did not want it would hold it all the same, and a registry whose HEADs say nothing could fill the memory.
      return options?.withManifest ? { digest: manifest.digest, manifest } : { digest: manifest.digest };
    },

    listReferrers: (repository, subject, options) => listReferrers(transport, repository, subject, options),

    findOwnReferrers: (repository, subject, most, options) =>
      findOwnReferrers(transport, repository, subject, most, options),

    getManifest: (repository, reference, options) => getManifest(transport, repository, reference, options),

    async getBlobBytes(repository, descriptor, options) {
      const limit = options?.limit ?? smallBlob;
      const { digest, size } = descriptor;
      if (size > limit) throw unexpected(`A blob of ${size} bytes, ${limit} allowed`, "too_large");
      const answer = await transport.request({
        method: "GET",
        url: transport.url(`/v2/${repository}/blobs/${digest}`),
        scope: `repository:${repository}:pull`,
        limit: Math.max(size, 1),
        options,
      });
      const asked: AskedFor = { what: "blob", method: "GET", credential, params: { repository, digest } };
      if (answer.status !== 200) throw answerError(answer, asked);
      const bytes = contentMatching(answer.body, answer.headers.get("content-encoding"), digest, limit);
      if (bytes === null && isWebPage(answer)) throw senselessAnswer(answer, asked, "a web page");
      if (bytes === null || bytes.byteLength !== size) throw digestMismatch(answer, digest);
      return bytes;
    },

    putManifest: (repository, reference, manifest, options) =>
      putAndList(transport, repository, reference, manifest, options),
    ...deletionsAt(transport, adapter, door),
    getBlob: (repository, blob, options) => getBlob(transport, repository, blob, options),
    putBlob: (repository, source, options) => putBlob(transport, repository, source, options),
    headBlob: (repository, digest, options) => headBlob(transport, repository, digest, options),
    deleteBlob: (repository, digest, options) => deleteBlob(transport, repository, digest, options),
  };
}

async function* listByApi(
  target: RegistryTarget,
  api: AdapterApi | undefined,
  door: ReturnType<typeof doorTo> | undefined,
  options: RequestOptions | undefined,
  below: (root: string) => AsyncIterable<ListedPage>,
): AsyncGenerator<ListedPage> {
  if (api?.listRepositories === undefined || door === undefined) return;
  const opened = await door(options);
  yield* api.listRepositories(opened.api, target, options, below);
}

/**
 * GET /v2/ with sign-in. Throws REGISTRY_REJECTED/not_a_registry when what answers is something else: a web page, a
 * login form, an empty 404.
 */
export async function greet(
  transport: Transport,
  options?: { readonly signal?: AbortSignal },
): Promise<{ auth: Capabilities["auth"]; answer: Answer }> {
  const answer = await transport.request({
    method: "GET",
    url: transport.url("/v2/"),
    headers: { accept: "application/json" },
    limit: 64 * 1024,
    options,
  });
  assertRegistry(answer);
  return { auth: transport.askedScheme() ?? "anonymous", answer };
}
