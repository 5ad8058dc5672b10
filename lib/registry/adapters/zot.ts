import { countOf, findJsonObject, isObject, type JsonObject, objectsOf, unexpected } from "../json.ts";
import type { SearchHit } from "../search-types.ts";
import type { Adapter, AdapterSearch } from "./adapter.ts";
import { ownDoor } from "./own-door.ts";
import { type NextPage, withQuery } from "./paging.ts";
import { foundIn, hitOf, offsetOf } from "./search.ts";
import { catalogProduct, serverOf } from "./self-hosted.ts";
import { factOf, factsIn } from "./tag-facts.ts";

const question = `query ($text: String!, $limit: Int, $offset: Int) {
  GlobalSearch(query: $text, requestedPage: {limit: $limit, offset: $offset, sortBy: RELEVANCE}) {
    Page { TotalCount }
    Repos { Name LastUpdated StarCount DownloadCount NewestImage { Description Vendor } }
  }
}`;

const images = `query ($repo: String!, $limit: Int, $offset: Int) {
  ImageList(repo: $repo, requestedPage: {limit: $limit, offset: $offset}) {
    Page { TotalCount }
    Results { Tag Digest PushTimestamp LastPullTimestamp }
  }
}`;

const extension = ["v2", "_zot", "ext", "search"];
const imagesOfPage = 100;

/** The next page is told by a variable of the question, which holds where this one began. */
const nextImages: NextPage = ({ body, url }) => {
  const variables = findJsonObject(Buffer.from(url.searchParams.get("variables") ?? "")) ?? {};
  const offset = Number(variables.offset) + imagesOfPage;
  const { Page: page } = imageList(body);
  const total = (isObject(page) ? countOf(page.TotalCount) : undefined) ?? 0;
  return offset < total ? withQuery(url, "variables", JSON.stringify({ ...variables, offset })) : null;
};

function imageList(body: unknown): JsonObject {
  const data = isObject(body) && isObject(body.data) ? body.data : {};
  return isObject(data.ImageList) ? data.ImageList : {};
}

/** GraphQL, below /v2/. An extension that may be left out or switched off; a name with a colon would ask for its tags. */
const search: AdapterSearch = {
  stars: true,
  official: false,
  find: async (api, text, { minStars = 0, limit, cursor, ...options }) => {
    const offset = offsetOf(cursor);
    const variables = JSON.stringify({ text: text.replaceAll(":", " ").trim(), limit, offset });
    const answer = await api.ask({ path: extension, query: { query: question, variables } }, options);
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
 * API: https://github.com/project-zot/zot/blob/main/pkg/extensions/search/schema.graphql (GlobalSearch, ImageList; servers
 * older than its timestamps refuse the question).
 */
export const zot: Adapter = {
  ...product,
  api: {
    ...ownDoor,
    search,
    listTagFacts: (api, _target, repo, options) => {
      const variables = JSON.stringify({ repo, limit: imagesOfPage, offset: 0 });
      const itemsOf = (body: unknown) => objectsOf(imageList(body).Results);
      const list = { path: extension, query: { query: images, variables }, next: nextImages, itemsOf };
      return factsIn(api.listItems(list, options), (image) =>
        factOf(image.Tag, {
          digest: image.Digest,
          pushedAt: image.PushTimestamp,
          pulledAt: image.LastPullTimestamp,
        }),
      );
    },
  },
};
