import { randomBytes } from "node:crypto";
import { sourceOf } from "../../lib/registry/blobs/source.ts";
import { createRegistryClient } from "../../lib/registry/client.ts";
import { parseRepositoryName } from "../../lib/registry/reference.ts";
import { startDockerRegistry } from "../../lib/registry/testing/docker-registry.ts";
import { skopeoCopy, skopeoSync } from "../../lib/registry/testing/skopeo.ts";
import { testTarget } from "../../lib/registry/testing/target.ts";
import type { BlobSource } from "../../lib/registry/types.ts";
import { heapFlags } from "../../scripts/lib/heap.mjs";
import { spread, summarise } from "../figures.ts";
import { largeBlob, megabyte, pushImage } from "../images.ts";
import { compilePrograms } from "../plain.ts";
import type { Effort, Report } from "../stage.ts";

const layers = 10;
const layerMegabytes = 102;
const smallImages = 200;

interface Case {
  readonly name: string;
  readonly repository: string;
  /** Layers of the image that the target has before. */
  readonly there: readonly BlobSource[];
  /** The same by skopeo, in one process. */
  readonly skopeo: (to: string) => Promise<void>;
}

/** A target of its own for every run: a registry that has the bytes under another name stores them sooner. */
async function withTarget<T>(
  { repository, there }: Pick<Case, "repository" | "there">,
  work: (endpoint: string) => Promise<T>,
): Promise<T> {
  const target = await startDockerRegistry();
  try {
    const client = createRegistryClient(testTarget(target.endpoint));
    for (const blob of there) await client.putBlob(parseRepositoryName(repository), blob);
    return await work(target.endpoint);
  } finally {
    await target.stop();
  }
}

async function millisecondsOf(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** One reference after another between two registries on loopback, beside skopeo; no Longshore runs. */
export async function measureCopy(directory: string, { runs }: Pick<Effort, "runs">): Promise<Report> {
  const source = await startDockerRegistry();
  try {
    const program = await compilePrograms(directory);
    const from = source.endpoint;
    const large = Array.from({ length: layers }, () => largeBlob(layerMegabytes));
    await pushImage(from, "large", "1", large);
    for (let number = 1; number <= smallImages; number += 1) {
      await pushImage(from, "small", String(number), [sourceOf(randomBytes(100_000))]);
    }
    const one = (to: string) =>
      skopeoCopy(directory, [testTarget(from), "large:1"], [testTarget(to), "large:1"]);
    const all = (to: string) => skopeoSync(directory, [testTarget(from), "small"], testTarget(to));
    const cases: readonly Case[] = [
      { name: "one image, 10 layers, 1 GB", repository: "large", there: [], skopeo: one },
      {
        name: "the same, 5 layers there",
        repository: "large",
        there: large.slice(0, layers / 2),
        skopeo: one,
      },
      {
        name: "200 images of one layer, 100 kB each",
        repository: "small",
        there: [],
        skopeo: all,
      },
    ];
    const rows: string[][] = [];
    const data: object[] = [];
    for (const one of cases) {
      const ours: number[] = [];
      const theirs: number[] = [];
      // By turns, so that what else the machine does falls on both.
      for (let turn = 0; turn < runs; turn += 1) {
        const copied = await withTarget(one, (to) => program("copy-images", [from, to, one.repository]));
        ours.push(copied.milliseconds);
        theirs.push(await withTarget(one, (to) => millisecondsOf(() => one.skopeo(to))));
      }
      const [longshore, skopeo] = [summarise(ours), summarise(theirs)];
      rows.push([one.name, spread(longshore), spread(skopeo)]);
      data.push({ name: one.name, longshore, skopeo });
    }
    await pushImage(from, "blob", "1", [largeBlob(2048)]);
    const memory = { repository: "blob", there: [] };
    const plain = await withTarget(memory, (to) => program("copy-images", [from, to, "blob"]));
    const served = await withTarget(memory, (to) => program("copy-images", [from, to, "blob"], heapFlags));
    const inMegabytes = (bytes: number) => Math.round(bytes / megabyte);
    return {
      table: { headers: ["Copied, all its bytes verified", "Longshore (ms)", "skopeo (ms)"], rows },
      notes: [
        `One blob of 2 GB: the Node process that copied it had ${inMegabytes(plain.before)} MB before the first byte and ` +
          `${inMegabytes(plain.memory)} MB at most; ${inMegabytes(served.memory)} MB with the heap flags of \`npm start\`.`,
      ],
      data: { cases: data, plain, served },
    };
  } finally {
    await source.stop();
  }
}
