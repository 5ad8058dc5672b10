/**
 * `head-tags <registry> <repository> <atOnce> longshore|bare`: lists a repository's tags and asks for the digest of each, by our
 * client or by a loop of requests that verifies and keeps nothing. Prints the milliseconds it took and how many tags there were.
 */
import { Agent, request } from "undici";
import { createRegistryClient } from "../../lib/registry/client.ts";
import { manifestAccept } from "../../lib/registry/media-types.ts";
import { parseRepositoryName, parseTag } from "../../lib/registry/reference.ts";
import { testTarget } from "../../lib/registry/testing/target.ts";

const [endpoint = "", name = "", places = "", by = ""] = process.argv.slice(2);

async function inParallel(items: readonly string[], work: (item: string) => Promise<unknown>): Promise<void> {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: Number(places) }, worker));
}

async function byLongshore(): Promise<number> {
  const client = createRegistryClient(testTarget(endpoint));
  const repository = parseRepositoryName(name);
  const all: string[] = [];
  for await (const { tags } of client.listTags(repository)) all.push(...tags);
  await inParallel(all, (tag) => client.headManifest(repository, parseTag(tag)));
  return all.length;
}

async function bare(): Promise<number> {
  const dispatcher = new Agent({ connections: Number(places) });
  const ask = async (method: "GET" | "HEAD", path: string): Promise<string> => {
    const headers = { accept: manifestAccept };
    const url = `${endpoint}/v2/${name}/${path}`;
    const { body } = await request(url, { method, dispatcher, headers });
    return body.text();
  };
  const { tags } = JSON.parse(await ask("GET", "tags/list")) as { tags: string[] };
  await inParallel(tags, (tag) => ask("HEAD", `manifests/${tag}`));
  return tags.length;
}

const started = performance.now();
const tags = await (by === "bare" ? bare() : byLongshore());
console.log(JSON.stringify({ milliseconds: performance.now() - started, tags }));
process.exit();
