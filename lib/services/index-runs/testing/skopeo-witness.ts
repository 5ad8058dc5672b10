import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pLimit from "p-limit";
import { skopeoTells } from "#lib/registry/testing/skopeo.ts";
import type { ImageFacts, Rows, TagFacts } from "./rows.ts";

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly platform?: { readonly os: string; readonly architecture: string; readonly variant?: string };
}
interface Raw {
  readonly mediaType: string;
  readonly config?: Descriptor;
  readonly layers?: readonly Descriptor[];
  readonly manifests?: readonly Descriptor[];
  readonly annotations?: Readonly<Record<string, string>>;
}
interface Inspected {
  readonly Digest: string;
  readonly Created: string;
  readonly Os: string;
  readonly Architecture: string;
  readonly Layers: readonly string[];
  readonly Labels: Readonly<Record<string, string>> | null;
}

const sum = (blobs: ReadonlyMap<string, number>) =>
  [...blobs.values()].reduce((total, size) => total + size, 0);
const blobsOf = ({ config, layers = [] }: Raw) =>
  new Map([...(config ? [config] : []), ...layers].map(({ digest, size }) => [digest, size]));
const later = (a: string, b: string) => (a < b ? b : a);

/** What a registry holds, told by skopeo and by nothing of Longshore's. */
export function skopeoWitness(endpoint: string) {
  const folder = mkdtempSync(join(tmpdir(), "longshore-witness-"));
  const limit = pLimit(4);
  const ask = (command: Parameters<typeof skopeoTells>[1], reference: string) =>
    limit(() => skopeoTells(folder, command, [endpoint, reference]));
  const inspect = async (reference: string) =>
    JSON.parse(await ask(["inspect", "--no-tags"], reference)) as Inspected;

  async function raw(reference: string) {
    const text = await ask(["inspect", "--no-tags", "--raw"], reference);
    const digest = `sha256:${createHash("sha256").update(text).digest("hex")}`;
    return { digest, body: JSON.parse(text) as Raw };
  }

  /** `variant` is the index's word: skopeo tells none. */
  function imageFacts(told: Inspected, { digest, body }: Awaited<ReturnType<typeof raw>>, variant?: string) {
    if (told.Digest !== digest) throw new Error(`skopeo says ${told.Digest} and shows ${digest}`);
    const facts: ImageFacts = {
      digest,
      platform: [told.Os, told.Architecture, variant].filter(Boolean).join("/"),
      bytes: sum(blobsOf(body)),
      layers: told.Layers,
      labels: { ...body.annotations, ...told.Labels },
    };
    return { facts, createdAt: new Date(told.Created).toISOString() };
  }

  async function tag(repository: string, name: string): Promise<TagFacts> {
    const whole = await raw(`${repository}:${name}`);
    const { digest, body } = whole;
    const { mediaType, manifests } = body;
    if (!manifests) {
      const { facts, createdAt } = imageFacts(await inspect(`${repository}:${name}`), whole);
      return { digest, mediaType, createdAt, bytes: facts.bytes, images: [facts] };
    }
    const blobs = new Map<string, number>();
    const images: ImageFacts[] = [];
    let newest = "";
    for (const child of manifests) {
      const reference = `${repository}@${child.digest}`;
      const one = await raw(reference);
      if (one.digest !== child.digest) throw new Error(`${reference} has the bytes of ${one.digest}`);
      for (const [blob, size] of blobsOf(one.body)) blobs.set(blob, size);
      if (child.platform?.os === "unknown") continue;
      const { facts, createdAt } = imageFacts(await inspect(reference), one, child.platform?.variant);
      images.push(facts);
      newest = later(newest, createdAt);
    }
    return { digest, mediaType, createdAt: newest, bytes: sum(blobs), images };
  }

  const tags = async (repository: string) =>
    (JSON.parse(await ask(["list-tags"], repository)) as { Tags: string[] | null }).Tags ?? [];

  return {
    tags,
    tag,
    /** All tags of these repositories. */
    async rows(repositories: readonly string[]): Promise<Rows> {
      const listed = await Promise.all(repositories.map(async (name) => ({ name, tags: await tags(name) })));
      const all = listed.flatMap(({ name, tags }) => tags.map((one) => [name, one] as const));
      return new Map(
        await Promise.all(all.map(async ([name, one]) => [`${name}:${one}`, await tag(name, one)] as const)),
      );
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
