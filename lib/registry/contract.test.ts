import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sourceOf } from "./blobs/source.ts";
import { digestOf } from "./digest.ts";
import { parseDigest, parseRepositoryName, parseTag } from "./reference.ts";
import {
  bytesOf,
  descriptorOf,
  listedReferrer,
  testImage,
  testIndex,
  testReferrer,
} from "./testing/images.ts";
import { modes, type RunningMode } from "./testing/modes.ts";
import type { RegistryClient } from "./types.ts";

const app = parseRepositoryName("team/app");
const tag = parseTag("1.0");
const absent = parseDigest(`sha256:${"0".repeat(64)}`);
const image = testImage();
const large = randomBytes(12 * 1024 * 1024 + 1);
const index = testIndex({ attested: true });

async function collect<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const page of pages) all.push(page);
  return all;
}

/** The client, and the names of its methods as they are called. */
function noting(client: RegistryClient, called: Set<string>): RegistryClient {
  return new Proxy(client, {
    get: (target, name, receiver) => {
      called.add(String(name));
      return Reflect.get(target, name, receiver);
    },
  });
}

/** Everything RegistryClient has, against real registries. What a mode does not allow has to be said, in its own words. */
describe.each(modes)("the contract: $name", ({ auth, pushes, deletes, start }) => {
  let running: RunningMode;
  const called = new Set<string>();
  const client = (): RegistryClient => noting(running.client, called);

  beforeAll(async () => {
    running = await start();
    await running.origin.push(app, tag, image);
    await running.origin.push(app, "multi", index);
  });
  afterAll(() => running?.stop());

  it("ping", async () => {
    expect(await client().ping()).toEqual({ auth });
  });

  it("listTags", async () => {
    const tags = (await collect(client().listTags(app))).flatMap((page) => page.tags);
    expect(tags.toSorted()).toEqual([tag, "multi"]);
    const unknown = collect(client().listTags(parseRepositoryName("no/such")));
    await expect(unknown).rejects.toMatchObject({ code: "NOT_FOUND", reason: "name_unknown" });
  });

  it("headManifest and getManifest, by tag and by digest", async () => {
    for (const reference of [tag, image.digest]) {
      expect(await client().headManifest(app, reference)).toEqual(descriptorOf(image.raw, image.mediaType));
      const { digest, raw } = await client().getManifest(app, reference);
      expect(digest).toBe(image.digest);
      expect(Buffer.from(raw)).toEqual(image.raw);
    }
    expect((await client().getManifest(app, index.digest)).parsed.kind).toBe("index");
    const missing = { code: "NOT_FOUND", reason: "manifest_unknown" };
    await expect(client().headManifest(app, parseTag("nope"))).rejects.toMatchObject(missing);
    // A cache of distribution 2.8 fails (500 UNKNOWN) where its origin does not know a digest.
    const failed = { code: "REGISTRY_REJECTED", reason: "registry_failed" };
    await expect(client().getManifest(app, absent)).rejects.toMatchObject(pushes ? missing : failed);
  });

  it("resolveTag, with its manifest or asked whether it still points there", async () => {
    const wanting = client();
    for (const options of [{}, { withManifest: true }, { known: image.digest }, { known: absent }]) {
      expect(await wanting.resolveTag(app, tag, options)).toMatchObject({ digest: image.digest });
    }
    const missing = { code: "NOT_FOUND", reason: "manifest_unknown" };
    await expect(wanting.resolveTag(app, parseTag("nope"))).rejects.toMatchObject(missing);
  });

  it("headBlob, getBlobBytes and getBlob", async () => {
    for (const blob of image.blobs) {
      const descriptor = descriptorOf(blob, "application/octet-stream");
      const { digest, size } = descriptor;
      expect(await client().headBlob(app, digest)).toEqual({ digest, size });
      expect(Buffer.from(await client().getBlobBytes(app, descriptor))).toEqual(Buffer.from(blob));
      const streamed = await collect(client().getBlob(app, descriptor));
      expect(Buffer.concat(streamed)).toEqual(Buffer.from(blob));
      const rest = await collect(client().getBlob(app, descriptor, { from: 5 }));
      expect(Buffer.concat(rest)).toEqual(Buffer.from(blob.subarray(5)));
    }
    const missing = { code: "NOT_FOUND", reason: "blob_unknown" };
    await expect(client().headBlob(app, absent)).rejects.toMatchObject(missing);
    const nothing = collect(client().getBlob(app, { digest: absent, size: 1 }));
    await expect(nothing).rejects.toMatchObject(missing);
  });

  it("listRepositories", async () => {
    const listed = async () => (await collect(client().listRepositories())).flatMap((page) => page.names);
    // A cache writes down what it fetched a moment after it has answered.
    await expect.poll(listed).toEqual([app]);
  });

  it("putManifest", async () => {
    const retagged = parseTag("retagged");
    const put = client().putManifest(app, retagged, image);
    if (!pushes) {
      await expect(put).rejects.toMatchObject({ code: "UNSUPPORTED", reason: "push_unsupported" });
      return;
    }
    expect(await put).toEqual({ digest: image.digest });
    const { raw, mediaType } = await client().getManifest(app, retagged);
    expect([Buffer.from(raw), mediaType]).toEqual([image.raw, image.mediaType]);
    expect(await client().putManifest(app, image.digest, image)).toEqual({ digest: image.digest });
    const incomplete = testImage({ text: "whose parts nobody pushed" });
    await expect(client().putManifest(app, parseTag("bad"), incomplete)).rejects.toMatchObject({
      code: "REGISTRY_REJECTED",
      reason: "parts_missing",
    });
    const senseless = { mediaType: image.mediaType, raw: bytesOf("no manifest") };
    await expect(client().putManifest(app, parseTag("bad"), senseless)).rejects.toMatchObject({
      code: "REGISTRY_REJECTED",
      reason: "push_refused",
      upstream: expect.stringContaining("MANIFEST_INVALID"),
    });
    await expect(client().headManifest(app, parseTag("bad"))).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("putBlob, mounted and uploaded", async () => {
    const repository = parseRepositoryName("team/pushed");
    const layer = image.blobs[1] ?? new Uint8Array();
    if (!pushes) {
      await expect(client().putBlob(repository, sourceOf(layer))).rejects.toMatchObject({
        code: "UNSUPPORTED",
        reason: "push_unsupported",
      });
      return;
    }
    for (const blob of [large, new Uint8Array()]) {
      const source = sourceOf(blob);
      expect(await client().putBlob(repository, source)).toBe("uploaded");
      const chunks = await collect(client().getBlob(repository, source));
      expect(Buffer.concat(chunks).equals(blob)).toBe(true);
    }
    expect(await client().putBlob(repository, sourceOf(layer), { mountFrom: app })).toBe("mounted");
    expect((await client().headBlob(repository, digestOf(layer))).size).toBe(layer.byteLength);
    // Nothing to mount: the same call uploads.
    const other = sourceOf(bytesOf("only here"));
    expect(await client().putBlob(repository, other, { mountFrom: app })).toBe("uploaded");
    expect(await client().headBlob(repository, other.digest)).toEqual({
      digest: other.digest,
      size: other.size,
    });
    const wrong = client().putBlob(repository, { ...other, digest: absent });
    await expect(wrong).rejects.toMatchObject({ code: "INVALID_INPUT", reason: "digest_mismatch" });
    await expect(client().headBlob(repository, absent)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("a whole image is pushed and is the same when it is read", async () => {
    if (!pushes) return;
    const repository = parseRepositoryName("team/whole");
    const fresh = testImage({ oci: true, text: "pushed by the client itself" });
    for (const blob of fresh.blobs) await client().putBlob(repository, sourceOf(blob));
    await client().putManifest(repository, tag, fresh);
    expect(await client().headManifest(repository, tag)).toEqual(descriptorOf(fresh.raw, fresh.mediaType));
  });

  it("listReferrers", async () => {
    const repository = parseRepositoryName("team/signed");
    const sbom = testReferrer(image);
    await running.origin.push(repository, tag, image);
    const listed = async (): Promise<unknown[]> =>
      (await collect(client().listReferrers(repository, image.digest))).flatMap((page) => page.referrers);
    // What others push does not list itself in distribution 2.8, but cosign's tags are found.
    const signature = parseTag(`${image.digest.replace(":", "-")}.sig`);
    await running.origin.push(repository, signature, sbom);
    expect(await listed()).toMatchObject([{ digest: sbom.digest, foundBy: "cosign_tag", tag: signature }]);
    if (!pushes) return;
    await client().putManifest(repository, sbom.digest, sbom);
    expect(await listed()).toEqual([{ ...listedReferrer(sbom), foundBy: "fallback_tag" }]);
  });

  it("findOwnReferrers", async () => {
    // Distribution 2.8 keeps no such list, whatever was pushed.
    expect(await client().findOwnReferrers(app, image.digest, 10)).toBeNull();
  });

  it("deleteTag is refused for the reason there is", async () => {
    await expect(client().deleteTag(app, tag)).rejects.toMatchObject({
      code: "UNSUPPORTED",
      reason: deletes ? "tag_delete_unsupported" : "delete_disabled",
    });
    expect((await client().headManifest(app, tag)).digest).toBe(image.digest);
  });

  it("deleteManifest takes its tags along", async () => {
    const doomed = parseRepositoryName("team/doomed");
    const repository = pushes ? doomed : app;
    await running.origin.push(repository, "a", image);
    await running.origin.push(repository, "b", image);
    const gone = client().deleteManifest(repository, image.digest);
    if (!deletes) {
      await expect(gone).rejects.toMatchObject({ code: "UNSUPPORTED", reason: "delete_disabled" });
      return;
    }
    await gone;
    for (const reference of [parseTag("a"), parseTag("b"), image.digest]) {
      await expect(client().headManifest(doomed, reference)).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    await expect(client().deleteManifest(doomed, image.digest)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("deleteBlob", async () => {
    const repository = parseRepositoryName("team/blobs");
    const layer = image.blobs[1] ?? new Uint8Array();
    await running.origin.push(repository, tag, image);
    const gone = client().deleteBlob(repository, digestOf(layer));
    if (!deletes) {
      await expect(gone).rejects.toMatchObject({ code: "UNSUPPORTED", reason: "delete_disabled" });
      return;
    }
    await gone;
    const missing = { code: "NOT_FOUND", reason: "blob_unknown" };
    await expect(client().headBlob(repository, digestOf(layer))).rejects.toMatchObject(missing);
    await expect(client().deleteBlob(repository, absent)).rejects.toMatchObject(missing);
  });

  it("search is no registry's own: products have it", async () => {
    await expect(client().search("app")).rejects.toMatchObject({ code: "UNSUPPORTED" });
  });

  it("what is known of tags is no registry's own to tell: products do", async () => {
    expect(await collect(client().listTagFacts(app))).toEqual([]);
  });

  it("notices", () => {
    // distribution 2.8 limits nobody and warns of nothing.
    expect(client().notices()).toEqual({ warnings: [] });
  });

  it("has left no method out", () => {
    const methods = Object.entries(running.client).filter(([, member]) => typeof member === "function");
    expect([...called].toSorted()).toEqual(methods.map(([name]) => name).toSorted());
  });
});
