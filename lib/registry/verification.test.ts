import { describe, expect, it } from "vitest";
import { digestOf } from "./digest.ts";
import { dockerManifest, ociIndex, ociManifest } from "./media-types.ts";
import { parseDigest, parseTag } from "./reference.ts";
import type { Fault } from "./testing/fake-registry.ts";
import * as faults from "./testing/faults.ts";
import { app, clientOf, fake, image, tag } from "./testing/fixture.ts";
import { bytesOf, descriptorOf, rawManifest, testImage } from "./testing/images.ts";

const manifests = "/v2/team/app/manifests/";

describe("manifests that are not what they claim", () => {
  it("by digest: other bytes are refused", async () => {
    const asked = parseDigest(`sha256:${"a".repeat(64)}`);
    const registry = await fake(
      faults.at(manifests, faults.answer(200, Buffer.from(image.raw), { "content-type": image.mediaType })),
    );
    await expect(clientOf(registry).getManifest(app, asked)).rejects.toMatchObject({
      code: "REGISTRY_REJECTED",
      reason: "digest_mismatch",
      params: { expected: asked, actual: image.digest },
    });
  });

  it("by tag: a digest header that the bytes do not have is refused", async () => {
    const headers = { "content-type": image.mediaType, "docker-content-digest": `sha256:${"b".repeat(64)}` };
    const registry = await fake(faults.at(manifests, faults.answer(200, Buffer.from(image.raw), headers)));
    await expect(clientOf(registry).getManifest(app, tag)).rejects.toMatchObject({
      reason: "digest_mismatch",
    });
  });

  it("HEAD's digest of another manifest does not stand for the one asked", async () => {
    const other = testImage({ text: "other" });
    const registry = await fake();
    registry.put(app, "other", other);
    registry.inject(
      faults.at(manifests, (request, response, next) =>
        request.method === "HEAD"
          ? response
              .writeHead(200, {
                "content-type": other.mediaType,
                "content-length": other.raw.byteLength,
                "docker-content-digest": other.digest,
              })
              .end()
          : next(),
      ),
    );
    expect((await clientOf(registry).headManifest(app, image.digest)).digest).toBe(image.digest);
  });

  it("sha512 digests are verified as such", async () => {
    const digest = digestOf(image.raw, "sha512");
    const headers = { "content-type": image.mediaType, "docker-content-digest": digest };
    const registry = await fake(faults.at(manifests, faults.answer(200, Buffer.from(image.raw), headers)));
    expect((await clientOf(registry).getManifest(app, tag)).digest).toBe(digest);
  });

  it("a body compressed on the way is the same manifest", async () => {
    const headers = { "content-type": image.mediaType, "docker-content-digest": image.digest };
    const registry = await fake(faults.at(manifests, faults.gzipped(image.raw, headers)));
    const { raw, digest } = await clientOf(registry).getManifest(app, tag);
    expect(Buffer.from(raw)).toEqual(image.raw);
    expect(digest).toBe(image.digest);
  });

  it("a compressed body that inflates beyond the limit is refused", async () => {
    const bomb = Buffer.alloc(64 * 1024 * 1024, 0x20);
    const registry = await fake(
      faults.at(manifests, faults.gzipped(bomb, { "content-type": image.mediaType })),
    );
    await expect(clientOf(registry).getManifest(app, tag)).rejects.toMatchObject({
      code: "REGISTRY_REJECTED",
    });
  });

  it("Content-Type and mediaType must agree; application/json gives way", async () => {
    const serve = (contentType: string): Fault =>
      faults.at(manifests, faults.answer(200, Buffer.from(image.raw), { "content-type": contentType }));
    const plain = clientOf(await fake(serve("application/json; charset=utf-8")));
    expect((await plain.getManifest(app, tag)).mediaType).toBe(dockerManifest);
    const crossed = clientOf(await fake(serve(ociIndex)));
    await expect(crossed.getManifest(app, tag)).rejects.toMatchObject({ reason: "media_type_mismatch" });
  });

  it("image and index at once is refused (CVE-2021-41190)", async () => {
    const both = bytesOf({ schemaVersion: 2, layers: [], config: {}, manifests: [] });
    const registry = await fake(
      faults.at(manifests, faults.answer(200, Buffer.from(both), { "content-type": ociManifest })),
    );
    await expect(clientOf(registry).getManifest(app, tag)).rejects.toMatchObject({
      reason: "media_type_mismatch",
    });
  });

  it("more than 4 MiB is not read, announced or not", async () => {
    const announced: Record<string, string> = { "content-length": String(5 * 1024 * 1024) };
    for (const headers of [{}, announced]) {
      const registry = await fake(
        faults.at(manifests, faults.flood({ "content-type": ociManifest, ...headers })),
      );
      await expect(clientOf(registry).getManifest(app, tag)).rejects.toMatchObject({ reason: "too_large" });
    }
  });

  it("an index wider than the limit is refused", async () => {
    const entry = descriptorOf(image.raw, image.mediaType);
    const wide = rawManifest(
      { schemaVersion: 2, mediaType: ociIndex, manifests: Array(2001).fill(entry) },
      ociIndex,
    );
    const registry = await fake();
    registry.put(app, "wide", wide);
    await expect(clientOf(registry).getManifest(app, parseTag("wide"))).rejects.toMatchObject({
      reason: "too_large",
    });
  });

  it("schema 1 is recognised, its signed payload verified", async () => {
    const payload = '{\n   "schemaVersion": 1,\n   "fsLayers": []\n}';
    const protectedHeader = Buffer.from(
      JSON.stringify({
        formatLength: payload.length - 2,
        formatTail: Buffer.from("\n}").toString("base64url"),
      }),
    ).toString("base64url");
    const body = `${payload.slice(0, -2)},\n   "signatures": [{"protected": "${protectedHeader}"}]\n}`;
    const headers = {
      "content-type": "application/vnd.docker.distribution.manifest.v1+prettyjws",
      "docker-content-digest": digestOf(Buffer.from(payload)),
    };
    const registry = await fake(faults.at(manifests, faults.answer(200, body, headers)));
    const manifest = await clientOf(registry).getManifest(app, tag);
    expect(manifest.parsed).toEqual({ kind: "schema1" });
    const tampered = await fake(faults.at(manifests, faults.answer(200, body.replace("[]", "[1]"), headers)));
    await expect(clientOf(tampered).getManifest(app, tag)).rejects.toMatchObject({
      reason: "digest_mismatch",
    });
  });
});

describe("blobs", () => {
  const config = descriptorOf(image.blobs[0] ?? new Uint8Array(), "application/json");

  it("of the wrong bytes or size are refused", async () => {
    const client = clientOf(await fake(faults.at("/blobs/", faults.answer(200, "x".repeat(config.size)))));
    await expect(client.getBlobBytes(app, config)).rejects.toMatchObject({ reason: "digest_mismatch" });
    const short = clientOf(await fake());
    await expect(short.getBlobBytes(app, { ...config, size: config.size + 1 })).rejects.toMatchObject({
      reason: "digest_mismatch",
    });
    await expect(short.getBlobBytes(app, { ...config, size: 1 })).rejects.toMatchObject({
      reason: "too_large",
    });
  });

  it("labelled Content-Encoding gzip though they are the content are taken as they are", async () => {
    const layer = image.blobs[1] ?? new Uint8Array();
    const registry = await fake(
      faults.at("/blobs/", faults.answer(200, Buffer.from(layer), { "content-encoding": "gzip" })),
    );
    expect(Buffer.from(await clientOf(registry).getBlobBytes(app, descriptorOf(layer, "x")))).toEqual(layer);
  });
});
