/**
 * `copy-images <from> <to> <repository…>`: copies every tag of each repository between two registries. Prints the milliseconds it
 * took and the process's memory, in bytes, before the first byte and at most.
 */
import { createRegistryClient } from "../../lib/registry/client.ts";
import { copyReference } from "../../lib/registry/copy/copy.ts";
import { parseRepositoryName } from "../../lib/registry/reference.ts";
import { testTarget } from "../../lib/registry/testing/target.ts";
import { peakMemory } from "./peak.ts";

const [from = "", to = "", ...repositories] = process.argv.slice(2);
const [source, target] = [from, to].map((endpoint) => createRegistryClient(testTarget(endpoint)));
if (source === undefined || target === undefined) throw new TypeError("two addresses are two clients");
const before = await peakMemory();
const started = performance.now();
for (const name of repositories) {
  const repository = parseRepositoryName(name);
  for await (const { tags } of source.listTags(repository)) {
    for (const reference of tags) {
      await copyReference(
        { client: source, repository, reference },
        { client: target, repository, reference },
      );
    }
  }
}
const milliseconds = performance.now() - started;
console.log(JSON.stringify({ milliseconds, before, memory: await peakMemory() }));
