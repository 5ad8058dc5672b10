import { countOf, isObject, type JsonObject, objectsOf, unexpected } from "../json.ts";
import { basicAuthorization } from "../transport/token-endpoint.ts";
import type { SearchHit } from "../types.ts";
import type { Adapter, AdapterSearch } from "./adapter.ts";
import { foundIn, hitOf, offsetOf } from "./search.ts";
import { catalogProduct, serverOf } from "./self-hosted.ts";

const question = `query ($text: String!, $limit: Int, $offset: Int) {
  GlobalSearch(query: $text, requestedPage: {limit: $limit, offset: $offset, sortBy: RELEVANCE}) {
    Page { TotalCount }
    Repos { Name LastUpdated StarCount DownloadCount NewestImage { Description Vendor } }
  }
}`;

/** GraphQL, below /v2/. An extension that may be left out or switched off; a name with a colon would ask for its tags. */
const search: AdapterSearch = {
  stars: true,
  official: false,
  find: async (api, text, { minStars = 0, limit, cursor, ...options }) => {
    const offset = offsetOf(cursor);
    const variables = JSON.stringify({ text: text.replaceAll(":", " ").trim(), limit, offset });
    const path = ["v2", "_zot", "ext", "search"];
    const answer = await api.ask({ path, query: { query: question, variables } }, options);
    const { data } = foundIn(answer, "data");
    const found = isObject(data) ? data.GlobalSearch : null;
    // GraphQL's failures are answered with 200 and no data.
    if (!isObject(found)) throw unexpected("A search answered without its result");
    const total = (isObject(found.Page) ? countOf(found.Page.TotalCount) : undefined) ?? 0;
    const next = offset + limit;
    return {
      hits: objectsOf(found.Repos)
        .flatMap(repositoryHit)
        .filter(({ stars = 0 }) => stars >= minStars),
      ...(minStars === 0 && { total }),
      ...(next < total && { next: `${next}` }),
    };
  },
};

function repositoryHit(repository: JsonObject): SearchHit[] {
  const newest = isObject(repository.NewestImage) ? repository.NewestImage : {};
  return hitOf(repository.Name, {
    description: newest.Description,
    publisher: newest.Vendor,
    stars: repository.StarCount,
    pulls: repository.DownloadCount,
    updated: repository.LastUpdated,
  });
}

const product = catalogProduct(
  "zot",
  { deleteTag: "registry", deleteDigest: "registry", referrers: "registry" },
  ({ headers }) =>
    headers.get("zot-version") !== undefined || /^zot/i.test(serverOf(headers)) ? "zot" : null,
);

/**
 * zot: the whole of distribution-spec 1.1, and a search of its own.
 * API: https://github.com/project-zot/zot/blob/main/pkg/extensions/search/schema.graphql (GlobalSearch).
 */
export const zot: Adapter = {
  ...product,
  api: {
    origin: ({ endpoint }) => new URL(endpoint).origin,
    headers: ({ credential }): Record<string, string> =>
      credential.kind === "anonymous"
        ? {}
        : { authorization: basicAuthorization(credential.username, credential.secret) },
    search,
  },
};
