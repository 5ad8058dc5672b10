/**
 * `node bench/copy-images.ts <from> <to> <repository…>`: copies each repository's tag "1" between two registries in a process
 * of its own. Prints the milliseconds it took, and the most memory the process ever had, in bytes.
 */
import { createRegistryClient } from "../lib/registry/client.ts";
import { copyReference } from "../lib/registry/copy/copy.ts";
import { parseRepositoryName, parseTag } from "../lib/registry/reference.ts";
import { testTarget } from "../lib/registry/testing/target.ts";

const [from = "", to = "", ...repositories] = process.argv.slice(2);
const reference = parseTag("1");
const [source, target] = [from, to].map((endpoint) => createRegistryClient(testTarget(endpoint)));
if (source === undefined || target === undefined) throw new TypeError("two addresses are two clients");
const started = performance.now();
for (const name of repositories) {
  const repository = parseRepositoryName(name);
  await copyReference({ client: source, repository, reference }, { client: target, repository, reference });
}
const milliseconds = performance.now() - started;
console.log(JSON.stringify({ milliseconds, memory: process.resourceUsage().maxRSS * 1024 }));
