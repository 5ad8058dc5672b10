import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pushMany } from "../e2e/fixtures/images.ts";
import { Pusher } from "../e2e/fixtures/pusher.ts";
import { startRegistry } from "../e2e/fixtures/registries.ts";

/** A CNCF Distribution registry whose repositories have 1,000 tags each, no two of them the same image. */
export interface BenchRegistry {
  readonly endpoint: string;
  /** Pushes another repository straight through /v2. */
  push(repository: string): Promise<void>;
  /** How many requests its own log has, so far, about a repository. */
  requests(repository: string): Promise<number>;
}

/** @param heap "small": as Go gives it to a server that has just been started. */
export async function startBenchRegistry(
  directory: string,
  heap: "small" | "roomy" = "roomy",
): Promise<BenchRegistry> {
  const endpoint = `http://${await startRegistry(directory, "registry", { heap, cache: true })}`;
  return {
    endpoint,
    push: async (repository) => {
      const pusher = new Pusher(endpoint);
      await pushMany(pusher, repository);
      pusher.close();
    },
    requests: async (repository) => {
      const log = await readFile(join(directory, "registry.log"), "utf8");
      // Quoted where a name has more than letters: a digest's colon.
      const asked = new RegExp(`response completed.* http\\.request\\.uri="?/v2/${repository}/`);
      return log.split("\n").filter((line) => asked.test(line)).length;
    },
  };
}
