import { describe, expect, it, onTestFinished } from "vitest";
import { createRegistryClient } from "./client.ts";
import { parseTag } from "./reference.ts";
import { startDockerRegistry } from "./testing/docker-registry.ts";
import type { FakeRegistry, Fault } from "./testing/fake-registry.ts";
import * as faults from "./testing/faults.ts";
import { app, clientOf, fake, image, tag } from "./testing/fixture.ts";
import { testImage } from "./testing/images.ts";
import { impatient, testTarget } from "./testing/target.ts";

const moved = testImage({ text: "moved" });
const free = (registry: { readonly endpoint: string }) =>
  createRegistryClient(testTarget(registry.endpoint, { product: "distribution" }), impatient);
const methods = ({ seen }: FakeRegistry) => seen.map(({ method }) => method);
const conditions = ({ seen }: FakeRegistry) => seen.map(({ headers }) => headers["if-none-match"]);

/** Distribution's: a manifest's digest is its ETag, and a condition that holds is a 304. */
function etags(digest: () => string = () => image.digest): Fault {
  return (request, response, next) => {
    response.setHeader("etag", `"${digest()}"`);
    if (request.headers["if-none-match"] === `"${digest()}"`) response.writeHead(304).end();
    else next();
  };
}

describe("where a tag points", () => {
  it("is asked with HEAD, and the manifest fetched by who wants it", async () => {
    const registry = await fake();
    expect(await clientOf(registry).resolveTag(app, tag, { withManifest: true })).toEqual({
      digest: image.digest,
    });
    expect(methods(registry)).toEqual(["HEAD"]);
  });

  it("comes with the manifest where nobody counts who asks for it, hashed as any", async () => {
    const registry = await fake();
    const { digest, manifest } = await free(registry).resolveTag(app, tag, { withManifest: true });
    expect([digest, manifest?.digest]).toEqual([image.digest, image.digest]);
    expect(Buffer.from(manifest?.raw ?? [])).toEqual(image.raw);
    expect(methods(registry)).toEqual(["GET"]);

    const lie = { "content-type": image.mediaType, "docker-content-digest": moved.digest };
    registry.inject(faults.answer(200, Buffer.from(image.raw), lie));
    const lying = free(registry).resolveTag(app, tag, { withManifest: true });
    await expect(lying).rejects.toMatchObject({ reason: "digest_mismatch" });
  });

  it("comes with it from a Distribution that nobody called one, and not from what was recognised as Harbor", async () => {
    for (const [seenAs, asked] of [
      ["distribution", "GET"],
      ["harbor", "HEAD"],
    ] as const) {
      const registry = await fake();
      await clientOf(registry, { seenAs }).resolveTag(app, tag, { withManifest: true });
      expect(methods(registry)).toEqual([asked]);
    }
  });

  it("comes without the manifest where nobody wants it, though HEAD said nothing and it had to be fetched", async () => {
    const silent: Fault = (request, response, next) =>
      request.method === "HEAD" ? response.writeHead(200).end() : next();
    for (const client of [clientOf(await fake(silent)), free(await fake(silent))]) {
      expect(await client.resolveTag(app, tag, { known: image.digest })).toEqual({ digest: image.digest });
    }
  });

  it("is nowhere when there is no such tag, however it is asked", async () => {
    const registry = await fake();
    for (const options of [{}, { withManifest: true }, { known: image.digest }]) {
      const missing = free(registry).resolveTag(app, parseTag("nope"), options);
      await expect(missing).rejects.toMatchObject({ code: "NOT_FOUND", reason: "manifest_unknown" });
    }
  });
});

describe("a tag that pointed somewhere already", () => {
  it("is asked whether it still does, once the registry has shown that it understands", async () => {
    const registry = await fake(etags());
    const client = clientOf(registry);
    const ask = () => client.resolveTag(app, tag, { known: image.digest });
    for (let turn = 0; turn < 3; turn++) expect(await ask()).toEqual({ digest: image.digest });
    expect(conditions(registry)).toEqual([undefined, `"${image.digest}"`, `"${image.digest}"`]);
  });

  it("is told where it went", async () => {
    let digest: string = image.digest;
    const registry = await fake(etags(() => digest));
    const client = clientOf(registry);
    await client.resolveTag(app, tag);
    registry.put(app, tag, moved);
    digest = moved.digest;
    expect(await client.resolveTag(app, tag, { known: image.digest })).toEqual({ digest: moved.digest });
  });

  it.each([
    ["of its own making", '"5d8c72a5edda8"'],
    ["that is weak", `W/"${image.digest}"`],
    ["of another manifest", `"${moved.digest}"`],
  ])("is not asked so where the ETag is one %s", async (_name, etag) => {
    const registry = await fake((_request, response, next) => {
      response.setHeader("etag", etag);
      next();
    });
    const client = clientOf(registry);
    for (let turn = 0; turn < 2; turn++) await client.resolveTag(app, tag, { known: image.digest });
    expect(conditions(registry)).toEqual([undefined, undefined]);
  });

  it("is fetched where the registry says that nothing changed, and names another digest", async () => {
    const registry = await fake(etags());
    const client = clientOf(registry);
    await client.resolveTag(app, tag);
    registry.put(app, tag, moved);
    const torn: Fault = (request, response, next) =>
      request.headers["if-none-match"]
        ? response.writeHead(304, { "docker-content-digest": moved.digest }).end()
        : next();
    registry.inject(torn);
    expect(await client.resolveTag(app, tag, { known: image.digest })).toMatchObject({
      digest: moved.digest,
    });
  });

  it("may have lost its manifest: a real registry only says so when it is asked in full", async () => {
    const registry = await startDockerRegistry({ manyFiles: true });
    onTestFinished(registry.stop);
    await registry.push(app, tag, image);
    const client = free(registry);
    await client.resolveTag(app, tag);
    registry.lose(app, image.digest);
    expect(await client.resolveTag(app, tag, { known: image.digest })).toEqual({ digest: image.digest });
    await expect(client.resolveTag(app, tag)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
