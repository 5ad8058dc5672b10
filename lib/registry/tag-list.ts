import { type AskedFor, answerError } from "./answer-errors.ts";
import { findJsonObject, isObject, type JsonObject, stringsOf } from "./json.ts";
import { type ListedPage, listingLimits } from "./listing.ts";
import { isRepositoryName } from "./reference.ts";
import { limits } from "./transport/body.ts";
import type { Transport } from "./transport/transport.ts";
import type { RequestOptions } from "./types.ts";

/**
 * A list of tags whole, for what Google's registries say in it beside them (written for gcrane): `manifest: {<digest>: {tag: [...]}}`
 * and `child`, the names below this one.
 */
export async function readTagList(
  transport: Transport,
  repository: string,
  options: RequestOptions | undefined,
): Promise<JsonObject> {
  const answer = await transport.request({
    method: "GET",
    url: transport.url(`/v2/${repository}/tags/list`),
    headers: { accept: "application/json" },
    scope: `repository:${repository}:pull`,
    limit: limits.listing,
    options,
  });
  const { credential } = transport.target;
  const asked: AskedFor = { what: "tags", method: "GET", credential, params: { repository } };
  if (answer.status !== 200) throw answerError(answer, asked);
  return findJsonObject(answer.body) ?? {};
}

/** Everything at and below a name that has images: a name can be a folder, a repository, or both. One request for each name. */
export async function* listBelow(
  transport: Transport,
  root: string,
  options: RequestOptions | undefined,
): AsyncGenerator<ListedPage> {
  const waiting = [root];
  for (let asked = 1; ; asked += 1) {
    const name = waiting.shift();
    if (name === undefined) return;
    const { child, manifest, tags } = await readTagList(transport, name, options);
    waiting.push(
      ...stringsOf(child)
        .map((part) => `${name}/${part}`)
        .filter(isRepositoryName),
    );
    const holds = stringsOf(tags).length > 0 || (isObject(manifest) && Object.keys(manifest).length > 0);
    const truncated = waiting.length > 0 && asked >= listingLimits.pages;
    if (holds || truncated) yield { names: holds ? [name] : [], truncated };
    if (truncated) return;
  }
}
