import { isObject, type JsonObject, objectsOf, stringOf } from "../json.ts";
import type { ApiItems, ProductApi } from "../product-api.ts";
import type { RegistryTarget, RepositoryName, RequestOptions, Tag, TagFactsPage } from "../types.ts";
import type { Doomed } from "./adapter.ts";
import { enterpriseOf, holdsKey, roa, rpc } from "./aliyun-door.ts";
import { gone, ownerAndRest } from "./gone.ts";
import { pageByTotal } from "./paging.ts";
import { factOf, factsIn } from "./tag-facts.ts";

/**
 * https://help.aliyun.com/zh/acr/developer-reference/api-cr-2018-12-01-listrepotag, https://help.aliyun.com/zh/acr/user-guide/getrepotags:
 * milliseconds, as text or as a number; a digest without its algorithm. Pulls are not told.
 */
export async function* listTagFacts(
  api: ProductApi,
  target: RegistryTarget,
  repository: RepositoryName,
  options: RequestOptions | undefined,
): AsyncGenerator<TagFactsPage> {
  if (!holdsKey(target)) return;
  const instance = enterpriseOf(target);
  const [namespace, name] = ownerAndRest(repository);
  if (instance === null) {
    const call = roa("GetRepoTags", "repos", namespace, name, "tags");
    const next = pageByTotal("Page", (body) => dataOf(body).total);
    const itemsOf = (body: unknown) => objectsOf(dataOf(body).tags);
    const list: ApiItems<JsonObject> = { ...call, query: { Page: "1", PageSize: "100" }, next, itemsOf };
    yield* factsIn(api.listItems(list, options), (one) => toldOf(one.tag, one.digest, one.imageUpdate));
    return;
  }
  const id = await repositoryId(api, instance, repository, options);
  if (id === undefined) return;
  const query = { InstanceId: instance, RepoId: id, PageNo: "1", PageSize: "100" };
  const next = pageByTotal("PageNo", (body) => body.TotalCount);
  const itemsOf = (body: unknown) => objectsOf(isObject(body) ? body.Images : []);
  const images = api.listItems({ ...rpc("ListRepoTag"), query, next, itemsOf }, options);
  yield* factsIn(images, ({ Tag: tag, Digest, ImageUpdate }) => toldOf(tag, Digest, ImageUpdate));
}

function toldOf(tag: unknown, digest: unknown, updated: unknown) {
  const hex = stringOf(digest)?.replace(/^sha256:/, "");
  return factOf(tag, { digest: hex && `sha256:${hex}`, pushedAt: Number(updated) });
}

function dataOf(body: unknown): JsonObject {
  return isObject(body) && isObject(body.data) ? body.data : {};
}

/** Enterprise Edition's API knows repositories by their IDs. */
async function repositoryId(
  api: ProductApi,
  instance: string,
  repository: RepositoryName,
  options: RequestOptions | undefined,
): Promise<string | undefined> {
  const [namespace, name] = ownerAndRest(repository);
  const query = { InstanceId: instance, RepoNamespaceName: namespace, RepoName: name };
  const { body } = await api.ask({ ...rpc("GetRepository"), query }, options);
  return isObject(body) ? stringOf(body.RepoId) : undefined;
}

/**
 * https://help.aliyun.com/zh/acr/developer-reference/api-cr-2018-12-01-deleterepotag, which knows repositories by their IDs;
 * https://help.aliyun.com/document_detail/72385.html.
 */
export async function deleteTag(
  api: ProductApi,
  doomed: Doomed<Tag>,
  options: RequestOptions | undefined,
): Promise<void> {
  const instance = enterpriseOf(doomed.target);
  const [namespace, name] = ownerAndRest(doomed.repository);
  if (instance === null) {
    const call = roa("DeleteImage", "repos", namespace, name, "tags", doomed.reference);
    await api.ask({ ...call, method: "DELETE", query: {}, writes: true }, options);
    return;
  }
  const id = await repositoryId(api, instance, doomed.repository, options);
  if (id === undefined) throw gone(doomed, "name_unknown");
  const tag = { InstanceId: instance, RepoId: id, Tag: doomed.reference };
  await api.ask({ ...rpc("DeleteRepoTag"), query: tag, writes: true }, options);
}
