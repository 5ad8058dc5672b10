import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import pLimit from "p-limit";
import { Agent, request } from "undici";
import { mediaTypes, pushMany } from "../e2e/fixtures/images.ts";
import { Pusher } from "../e2e/fixtures/pusher.ts";
import { startRegistry } from "../e2e/fixtures/registries.ts";

/** A CNCF Distribution registry whose repositories have 1,000 tags each, no two of them the same image. */
export interface BenchRegistry {
  readonly endpoint: string;
  /** Pushes another repository straight through /v2. */
  push(repository: string): Promise<void>;
  /**
   * Takes and gives out as many thousand images, then loses their repositories. What it knows of them it keeps in
   * memory: that is how a registry in use differs from one just started.
   */
  serve(thousands: number): Promise<void>;
  /** How many requests its own log has, so far, about a repository. */
  requests(repository: string): Promise<number>;
}

/** Every tag's manifest, configuration and layers. */
async function pullAll(endpoint: string, repository: string): Promise<void> {
  const dispatcher = new Agent({ connections: 8 });
  const pull = async (path: string) => {
    const { body, statusCode } = await request(`${endpoint}/v2/${repository}/${path}`, {
      dispatcher,
      headers: { accept: mediaTypes.ociManifest },
    });
    if (statusCode !== 200) throw new Error(`GET ${path}: ${statusCode}`);
    return body.text();
  };
  const { tags } = JSON.parse(await pull("tags/list")) as { tags: string[] };
  await pLimit(8).map(tags, async (tag) => {
    const { config, layers } = JSON.parse(await pull(`manifests/${tag}`)) as {
      config: { digest: string };
      layers: { digest: string }[];
    };
    for (const { digest } of [config, ...layers]) await pull(`blobs/${digest}`);
  });
  await dispatcher.close();
}

/** @param heap "small": as Go gives it to a server that has just been started. */
export async function startBenchRegistry(
  directory: string,
  heap: "small" | "roomy" = "roomy",
): Promise<BenchRegistry> {
  const endpoint = `http://${await startRegistry(directory, "registry", { heap, cache: true })}`;
  const push = async (repository: string) => {
    const pusher = new Pusher(endpoint);
    await pushMany(pusher, repository);
    pusher.close();
  };
  return {
    endpoint,
    push,
    serve: async (thousands) => {
      for (let number = 0; number < thousands; number++) {
        await push(`served/${number}`);
        await pullAll(endpoint, `served/${number}`);
      }
      await rm(join(directory, "registry/docker/registry/v2/repositories/served"), { recursive: true });
    },
    requests: async (repository) => {
      const log = await readFile(join(directory, "registry.log"), "utf8");
      // Quoted where a name has more than letters: a digest's colon.
      const asked = new RegExp(`response completed.* http\\.request\\.uri="?/v2/${repository}/`);
      return log.split("\n").filter((line) => asked.test(line)).length;
    },
  };
}
