import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRegistryClient } from "../client.ts";
import { deleteManifest } from "../delete.ts";
import { digestOf } from "../digest.ts";
import { ociIndex } from "../media-types.ts";
import { parseTag } from "../reference.ts";
import { type DockerRegistry, startDockerRegistry } from "../testing/docker-registry.ts";
import type { Fault } from "../testing/fake-registry.ts";
import * as faults from "../testing/faults.ts";
import { app, clientOf, fake, image, tag } from "../testing/fixture.ts";
import { listedReferrer, testIndex, testReferrer } from "../testing/images.ts";
import { impatient, testTarget } from "../testing/target.ts";
import { Transport } from "../transport/transport.ts";
import type { RegistryClient } from "../types.ts";

const subject = image.digest;
const fallback = parseTag(subject.replace(":", "-"));
const sbom = testReferrer(image);

describe("a manifest with a subject, put into a real registry without referrers", () => {
  let registry: DockerRegistry;
  let client: RegistryClient;
  beforeAll(async () => {
    registry = await startDockerRegistry({ deleteEnabled: true });
    client = createRegistryClient(testTarget(registry.endpoint), impatient);
    await registry.push(app, tag, image);
  });
  afterAll(() => registry?.stop());

  async function listed(): Promise<unknown[]> {
    const found: unknown[] = [];
    for await (const { referrers } of client.listReferrers(app, subject)) found.push(...referrers);
    return found;
  }

  it("is listed under the fallback tag, once however often it is put", async () => {
    await registry.push(app, "parts", sbom);
    expect(await client.putManifest(app, sbom.digest, sbom)).toEqual({ digest: sbom.digest });
    await client.putManifest(app, sbom.digest, sbom);
    expect(await listed()).toEqual([{ ...listedReferrer(sbom), foundBy: "fallback_tag" }]);
    const { mediaType, parsed } = await client.getManifest(app, fallback);
    expect([mediaType, parsed.kind]).toEqual([ociIndex, "index"]);
  });

  it("joins those already there, also when several are put at once", async () => {
    const more = ["a", "b", "c", "d"].map((text) => testReferrer(image, { text }));
    for (const referrer of more) await registry.push(app, "parts", referrer);
    await Promise.all(more.map((referrer) => client.putManifest(app, referrer.digest, referrer)));
    const digests = (await listed()).map((referrer) => (referrer as { digest: string }).digest);
    expect(digests.toSorted()).toEqual([sbom, ...more].map(({ digest }) => digest).toSorted());
  });

  it("takes the place of those that somebody deleted: the registry takes no list of what is gone", async () => {
    const lost = testReferrer(image, { text: "lost" });
    const late = testReferrer(image, { text: "late" });
    for (const referrer of [lost, late]) await registry.push(app, "parts", referrer);
    await client.putManifest(app, lost.digest, lost);
    await deleteManifest(new Transport(testTarget(registry.endpoint)), app, lost.digest, undefined);
    await client.putManifest(app, late.digest, late);
    const digests = (await listed()).map((referrer) => (referrer as { digest: string }).digest);
    expect(digests).toContain(late.digest);
    expect(digests).toContain(sbom.digest);
    expect(digests).not.toContain(lost.digest);
  });

  it("leaves the list when it is deleted, and the others stay on it", async () => {
    const [kept, doomed] = [testReferrer(image, { text: "kept" }), testReferrer(image, { text: "doomed" })];
    for (const referrer of [kept, doomed]) {
      await registry.push(app, "parts", referrer);
      await client.putManifest(app, referrer.digest, referrer);
    }
    await client.deleteManifest(app, doomed.digest);
    const { parsed } = await client.getManifest(app, fallback);
    const digests = parsed.kind === "index" ? parsed.manifests.map(({ digest }) => digest) : [];
    expect(digests).toContain(kept.digest);
    expect(digests).not.toContain(doomed.digest);
  });

  it("is not mistaken for a referrer when it has no subject", async () => {
    const before = await listed();
    await client.putManifest(app, parseTag("again"), image);
    expect(await listed()).toEqual(before);
  });
});

/** Takes manifests and answers reads of the fallback tag with what was put last. */
function storing(options: { readonly subject?: string; readonly refusals?: number } = {}): {
  readonly fault: Fault;
  readonly puts: { readonly url: string; readonly body: Buffer; readonly ifMatch: string | undefined }[];
} {
  const puts: { url: string; body: Buffer; ifMatch: string | undefined }[] = [];
  let refusals = options.refusals ?? 0;
  let stored = Buffer.from("");
  const fault: Fault = async (request, response, next) => {
    const { url = "", method, headers } = request;
    const isFallback = url.endsWith(`/manifests/${fallback}`);
    if (method === "GET" && isFallback && stored.byteLength > 0) {
      const type = { "content-type": ociIndex, etag: `"${digestOf(stored)}"` };
      return void response.writeHead(200, type).end(stored);
    }
    if (method !== "PUT") return next();
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    puts.push({ url, body, ifMatch: headers["if-match"] });
    if (isFallback && refusals > 0) {
      refusals -= 1;
      // Somebody else was faster.
      const taken = { ...listedReferrer(sbom), digest: digestOf(Buffer.from(`other ${refusals}`)) };
      stored = Buffer.from(
        JSON.stringify({ schemaVersion: 2, mediaType: ociIndex, manifests: [taken], kept: 1 }),
      );
      return void response.writeHead(412).end();
    }
    if (isFallback) stored = body;
    const headersOut = { "docker-content-digest": digestOf(body) };
    response
      .writeHead(201, { ...headersOut, ...(options.subject && { "oci-subject": options.subject }) })
      .end();
  };
  return { fault, puts };
}

describe("the fallback tag, on push", () => {
  it("is left alone where the registry says that it lists the referrer", async () => {
    const { fault, puts } = storing({ subject });
    const stored = await clientOf(await fake(fault)).putManifest(app, sbom.digest, sbom);
    expect(stored).toEqual({ digest: sbom.digest, subject });
    expect(puts).toHaveLength(1);
  });

  it("is written under the condition that nobody else wrote it meanwhile, and again when one did", async () => {
    const { fault, puts } = storing({ refusals: 2 });
    await clientOf(await fake(fault)).putManifest(app, sbom.digest, sbom);
    const [first, second, third] = puts.slice(1);
    expect(first?.ifMatch).toBeUndefined();
    expect(second?.ifMatch).toMatch(/^"sha256:/);
    const index = JSON.parse(String(third?.body)) as { kept: number; manifests: { digest: string }[] };
    expect(index.manifests.map(({ digest }) => digest)).toEqual([
      digestOf(Buffer.from("other 0")),
      sbom.digest,
    ]);
    // Nor is anything lost that somebody else put there.
    expect(index.kept).toBe(1);
  });

  it("that somebody always changes first is given up, and said", async () => {
    const { fault, puts } = storing({ refusals: 99 });
    const put = clientOf(await fake(fault)).putManifest(app, sbom.digest, sbom);
    await expect(put).rejects.toMatchObject({ code: "CONFLICT", status: 412 });
    expect(puts).toHaveLength(5);
  });

  it("that leads to the subject itself is not filled with the subject's children", async () => {
    const multi = testIndex();
    const referrer = testReferrer(multi);
    const puts: Buffer[] = [];
    const registry = await fake(async (request, response, next) => {
      if (request.method !== "PUT") return next();
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      puts.push(Buffer.concat(chunks));
      response.writeHead(201).end();
    });
    registry.put(app, multi.digest.replace(":", "-"), multi);
    await clientOf(registry).putManifest(app, referrer.digest, referrer);
    const index = JSON.parse(String(puts[1])) as { manifests: unknown[] };
    expect(index.manifests).toEqual([listedReferrer(referrer)]);
  });

  it("that cannot be written is told, and the next put mends it", async () => {
    const { fault, puts } = storing();
    const registry = await fake(fault);
    let refuse = true;
    registry.inject(
      faults.at(`/manifests/${fallback}`, (request, response, next) =>
        refuse && request.method === "PUT" ? response.writeHead(403).end() : next(),
      ),
    );
    const client = clientOf(registry);
    const refused = client.putManifest(app, sbom.digest, sbom);
    await expect(refused).rejects.toMatchObject({ code: "REGISTRY_UNAUTHORIZED", status: 403 });
    refuse = false;
    await client.putManifest(app, sbom.digest, sbom);
    expect(String(puts.at(-1)?.body)).toContain(sbom.digest);
  });
});
