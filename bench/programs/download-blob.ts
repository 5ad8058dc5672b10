/**
 * `download-blob <registry> <repository> <tag>`: reads the image's first layer to its verified end. Prints the milliseconds it took
 * and the process's memory, in bytes, before the first byte and at most.
 */
import { createRegistryClient } from "../../lib/registry/client.ts";
import { parseRepositoryName, parseTag } from "../../lib/registry/reference.ts";
import { testTarget } from "../../lib/registry/testing/target.ts";
import { peakMemory } from "./peak.ts";

const [endpoint = "", name = "", tag = ""] = process.argv.slice(2);
const client = createRegistryClient(testTarget(endpoint));
const repository = parseRepositoryName(name);
const { parsed } = await client.getManifest(repository, parseTag(tag));
const blob = parsed.kind === "image" ? parsed.layers[0] : undefined;
if (blob === undefined) throw new TypeError("an image has layers");
const before = await peakMemory();
const started = performance.now();
let bytes = 0;
for await (const chunk of client.getBlob(repository, blob)) bytes += chunk.byteLength;
const milliseconds = performance.now() - started;
if (bytes !== blob.size) throw new Error(`${bytes} bytes`);
console.log(JSON.stringify({ milliseconds, before, memory: await peakMemory() }));
