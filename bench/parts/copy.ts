import { execFile } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { join } from "node:path";
import { promisify } from "node:util";
import { sourceOf } from "../../lib/registry/blobs/source.ts";
import { createRegistryClient } from "../../lib/registry/client.ts";
import { ociManifest } from "../../lib/registry/media-types.ts";
import { parseDigest, parseRepositoryName, parseTag } from "../../lib/registry/reference.ts";
import { startDockerRegistry } from "../../lib/registry/testing/docker-registry.ts";
import { bytesOf, descriptorOf } from "../../lib/registry/testing/images.ts";
import { skopeoCopy } from "../../lib/registry/testing/skopeo.ts";
import { testTarget } from "../../lib/registry/testing/target.ts";
import type { BlobSource } from "../../lib/registry/types.ts";
import { spread, summarise } from "../figures.ts";
import type { Effort, Report } from "../stage.ts";

const run = promisify(execFile);
const megabyte = 1024 * 1024;
const layers = 10;
const layerBytes = 25.6 * megabyte;
const smallImages = 50;

interface Case {
  readonly name: string;
  readonly repositories: readonly string[];
  /** Layers of the image that the target has before. */
  readonly there: readonly BlobSource[];
}

async function push(endpoint: string, repository: string, blobs: readonly BlobSource[]): Promise<void> {
  const client = createRegistryClient(testTarget(endpoint));
  const name = parseRepositoryName(repository);
  const config = bytesOf({ os: "linux", architecture: "amd64", rootfs: { type: "layers", diff_ids: [] } });
  for (const blob of [sourceOf(config), ...blobs]) await client.putBlob(name, blob);
  const raw = bytesOf({
    schemaVersion: 2,
    mediaType: ociManifest,
    config: descriptorOf(config, "application/vnd.oci.image.config.v1+json"),
    layers: blobs.map(({ digest, size }) => ({
      mediaType: "application/vnd.oci.image.layer.v1.tar",
      digest,
      size,
    })),
  });
  await client.putManifest(name, parseTag("1"), { mediaType: ociManifest, raw });
}

/** A blob of so many megabytes that was never in memory as a whole. */
function largeBlob(megabytes: number): BlobSource {
  const piece = randomBytes(megabyte);
  const hash = createHash("sha256");
  for (let at = 0; at < megabytes; at += 1) hash.update(piece);
  return {
    digest: parseDigest(`sha256:${hash.digest("hex")}`),
    size: megabytes * megabyte,
    async *open(from) {
      for (let at = from; at < megabytes * megabyte; ) {
        const rest = piece.subarray(at % megabyte);
        yield rest;
        at += rest.byteLength;
      }
    },
  };
}

interface Taken {
  readonly milliseconds: number;
  readonly memory: number;
}

async function byLongshore(from: string, to: string, repositories: readonly string[]): Promise<Taken> {
  const program = join(import.meta.dirname, "../copy-images.ts");
  const { stdout } = await run(process.execPath, [
    "--disable-warning=ExperimentalWarning",
    program,
    from,
    to,
    ...repositories,
  ]);
  return JSON.parse(stdout) as Taken;
}

async function bySkopeo(
  directory: string,
  from: string,
  to: string,
  repositories: readonly string[],
): Promise<number> {
  const started = performance.now();
  for (const name of repositories) {
    await skopeoCopy(directory, [testTarget(from), `${name}:1`], [testTarget(to), `${name}:1`]);
  }
  return performance.now() - started;
}

/** A target of its own for every run: a registry that has the bytes under another name stores them sooner. */
async function withTarget<T>(
  there: readonly BlobSource[],
  work: (endpoint: string) => Promise<T>,
): Promise<T> {
  const target = await startDockerRegistry();
  try {
    const client = createRegistryClient(testTarget(target.endpoint));
    for (const blob of there) await client.putBlob(parseRepositoryName("large"), blob);
    return await work(target.endpoint);
  } finally {
    await target.stop();
  }
}

/** One reference after another between two registries on loopback, beside `skopeo copy`; no Longshore runs. */
export async function measureCopy(directory: string, { runs }: Pick<Effort, "runs">): Promise<Report> {
  const source = await startDockerRegistry();
  try {
    const large = Array.from({ length: layers }, () => sourceOf(randomBytes(layerBytes)));
    await push(source.endpoint, "large", large);
    const small = Array.from({ length: smallImages }, (_, number) => `small/${number}`);
    for (const name of small) await push(source.endpoint, name, [sourceOf(randomBytes(100_000))]);
    const cases: readonly Case[] = [
      { name: "one image, 10 layers, 256 MB", repositories: ["large"], there: [] },
      { name: "the same, 5 layers there", repositories: ["large"], there: large.slice(0, layers / 2) },
      { name: "50 images of one layer, 100 kB each", repositories: small, there: [] },
    ];
    const rows: string[][] = [];
    const data: object[] = [];
    for (const { name, repositories, there } of cases) {
      const ours: number[] = [];
      const theirs: number[] = [];
      // By turns, so that what else the machine does falls on both.
      for (let turn = 0; turn < runs; turn += 1) {
        const from = source.endpoint;
        const copied = await withTarget(there, (to) => byLongshore(from, to, repositories));
        ours.push(copied.milliseconds);
        theirs.push(await withTarget(there, (to) => bySkopeo(directory, from, to, repositories)));
      }
      const [longshore, skopeo] = [summarise(ours), summarise(theirs)];
      rows.push([name, spread(longshore), spread(skopeo)]);
      data.push({ name, longshore, skopeo });
    }
    await push(source.endpoint, "gigabyte", [largeBlob(1024)]);
    const gigabyte = await withTarget([], (to) => byLongshore(source.endpoint, to, ["gigabyte"]));
    const memory = Math.round(gigabyte.memory / megabyte);
    return {
      table: { headers: ["Copied, all its bytes verified", "Longshore (ms)", "skopeo (ms)"], rows },
      notes: [
        `One blob of 1 GB: ${Math.round(gigabyte.milliseconds).toLocaleString("en")} ms; the Node process that copied it ` +
          `never had more than ${memory} MB.`,
      ],
      data: { cases: data, gigabyte },
    };
  } finally {
    await source.stop();
  }
}
