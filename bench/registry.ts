import { pushMany } from "../e2e/fixtures/images.ts";
import { Pusher } from "../e2e/fixtures/pusher.ts";
import { startRegistry } from "../e2e/fixtures/registries.ts";

/** A CNCF Distribution registry whose repositories have 1,000 tags each, no two of them the same image. */
export interface BenchRegistry {
  readonly endpoint: string;
  /** Pushes another repository straight through /v2. */
  push(repository: string): Promise<void>;
}

export async function startBenchRegistry(directory: string): Promise<BenchRegistry> {
  const endpoint = `http://${await startRegistry(directory, "registry")}`;
  return {
    endpoint,
    push: async (repository) => {
      const pusher = new Pusher(endpoint);
      await pushMany(pusher, repository);
      pusher.close();
    },
  };
}
