import { afterEach, describe, expect, it } from "vitest";
import { createRegistryClient } from "./client.ts";
import { digestOf } from "./digest.ts";
import { dockerManifest, ociIndex, ociManifest } from "./media-types.ts";
import { parseDigest, parseRepositoryName, parseTag } from "./reference.ts";
import { testAuthority } from "./testing/certificates.ts";
import { type FakeRegistry, type Fault, sendJson, startFakeRegistry } from "./testing/fake-registry.ts";
import * as faults from "./testing/faults.ts";
import { bytesOf, descriptorOf, rawManifest, testImage } from "./testing/images.ts";
import { impatient, testTarget } from "./testing/target.ts";
import { startTokenServer } from "./testing/token-server.ts";
import type { RegistryClient, RegistryTarget } from "./types.ts";

const app = parseRepositoryName("team/app");
const tag = parseTag("1.0");
const image = testImage();
const manifests = "/v2/team/app/manifests/";
const tags = "/v2/team/app/tags/";

const running: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
});

async function fake(...list: readonly Fault[]): Promise<FakeRegistry> {
  const registry = await startFakeRegistry({ faults: list });
  registry.put(app, tag, image);
  running.push(registry);
  return registry;
}

function clientOf(registry: FakeRegistry, overrides: Partial<RegistryTarget> = {}): RegistryClient {
  return createRegistryClient(testTarget(registry.endpoint, overrides), impatient);
}

async function namesOf(
  pages: AsyncIterable<{ tags: readonly string[]; truncated: boolean }>,
): Promise<{ names: string[]; truncated: boolean }> {
  const result = { names: [] as string[], truncated: false };
  for await (const page of pages) {
    result.names.push(...page.tags);
    result.truncated ||= page.truncated;
  }
  return result;
}

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

describe("listings", () => {
  it("with null tags are empty, without the member an error", async () => {
    const empty = clientOf(await fake(faults.at(tags, faults.answer(200, '{"name":"x","tags":null}'))));
    expect(await namesOf(empty.listTags(app))).toEqual({ names: [], truncated: false });
    const wrong = clientOf(await fake(faults.at(tags, faults.answer(200, '{"name":"x"}'))));
    await expect(namesOf(wrong.listTags(app))).rejects.toMatchObject({ reason: "unexpected_answer" });
  });

  it("keep to their pages and drop names that are none", async () => {
    const registry = await fake();
    for (let index = 0; index < 2500; index += 1) registry.put(app, `v${index}`, image);
    registry.put(app, "../../etc", image);
    const { names, truncated } = await namesOf(clientOf(registry).listTags(app));
    expect(truncated).toBe(false);
    expect(new Set(names).size).toBe(2501);
    expect(names).not.toContain("../../etc");
  });

  it("that never end are cut off and say so", async () => {
    const registry = await fake(faults.at(tags, faults.endlessTags()));
    const { names, truncated } = await namesOf(clientOf(registry).listTags(app));
    expect(truncated).toBe(true);
    expect(names).toHaveLength(1000);
  });

  it("that repeat themselves end", async () => {
    const link = { link: `<${tags}list?last=v1>; rel="next"` };
    const repeating = await fake(faults.at(tags, faults.answer(200, '{"tags":["v1"]}', link)));
    expect(await namesOf(clientOf(repeating).listTags(app))).toEqual({ names: ["v1"], truncated: false });
    expect(repeating.seen).toHaveLength(2);
  });

  it("that come back to the same cursor with other names are cut off and say so", async () => {
    let page = 0;
    const circling: Fault = (_request, response) => {
      page += 1;
      return sendJson(response, 200, { tags: [`v${page}`] }, { link: `<${tags}list?last=same>; rel="next"` });
    };
    const registry = await fake(faults.at(tags, circling));
    expect(await namesOf(clientOf(registry).listTags(app))).toEqual({ names: ["v1", "v2"], truncated: true });
  });

  it("take no next page on another host", async () => {
    const thief = await fake();
    const link = {
      link: `<${thief.endpoint.replace("127.0.0.1", "localhost")}${tags}list?last=v1>; rel="next"`,
    };
    const registry = await fake(faults.at(tags, faults.answer(200, '{"tags":["v1"]}', link)));
    await namesOf(clientOf(registry).listTags(app));
    expect(thief.seen).toEqual([]);
  });

  it("refused in any of the usual ways are listing_refused", async () => {
    const ways = [
      faults.answer(401, "", { "www-authenticate": 'Basic realm="x"' }),
      faults.answer(403, "nope"),
      faults.answer(404, '{"errors":[{"code":"NAME_UNKNOWN"}]}'),
      faults.answer(405, '{"errors":[{"code":"UNSUPPORTED"}]}'),
      faults.answer(501),
    ];
    for (const way of ways) {
      const client = clientOf(await fake(faults.at("_catalog", way)));
      const listing = (async () => {
        for await (const page of client.listRepositories()) expect(page).toBeUndefined();
      })();
      await expect(listing).rejects.toMatchObject({ code: "UNSUPPORTED", reason: "listing_refused" });
    }
  });

  it("are asked without a page size where the registry refuses ours", async () => {
    const refusing: Fault = (request, response, next) =>
      request.url?.includes("n=1000")
        ? sendJson(response, 400, { errors: [{ code: "PAGINATION_NUMBER_INVALID" }] })
        : next();
    const client = clientOf(await fake(faults.at(tags, refusing)));
    expect((await namesOf(client.listTags(app))).names).toEqual(["1.0"]);
  });
});

describe("what stands in front of a registry", () => {
  it("web pages are no registries, and their markup is never passed on", async () => {
    await expect(clientOf(await fake(faults.html())).ping()).rejects.toMatchObject({
      reason: "not_a_registry",
    });
    const failing = clientOf(await fake(faults.at(manifests, faults.html(418, "Tea <b>only"))));
    await expect(failing.getManifest(app, tag)).rejects.toSatisfy(
      (error: { upstream?: string }) => error.upstream !== undefined && !/[<>]|alert/.test(error.upstream),
    );
  });

  it("errors never repeat the password or a signed query", async () => {
    const secret = "hunter2-hunter2";
    const echo: Fault = (request, response) =>
      response
        .writeHead(400, { "content-type": "text/plain" })
        .end(`${secret} ${request.headers.authorization} https://s3.example/x?X-Amz-Signature=abc`);
    const registry = await fake(
      faults.at(manifests, (request, response, next) =>
        request.headers.authorization
          ? echo(request, response, next)
          : response.writeHead(401, { "www-authenticate": "Basic" }).end(),
      ),
    );
    const credential = { kind: "basic", username: "anna", secret } as const;
    await expect(clientOf(registry, { credential }).getManifest(app, tag)).rejects.toSatisfy(
      (error: Error & { upstream?: string }) => {
        const text = `${error.message} ${error.upstream}`;
        expect(text).toContain("https://s3.example/x");
        for (const word of [secret, Buffer.from(`anna:${secret}`).toString("base64"), "Signature"]) {
          expect(text).not.toContain(word);
        }
        return true;
      },
    );
  });

  it("a redirect elsewhere carries no Authorization and is not answered with the password", async () => {
    const store = await fake();
    const registry = await fake(
      faults.at("/blobs/", (request, response) =>
        request.headers.authorization
          ? response.writeHead(307, { location: `${store.endpoint}${request.url}?sig=1` }).end()
          : response.writeHead(401, { "www-authenticate": "Basic" }).end(),
      ),
    );
    const credential = { kind: "basic", username: "anna", secret: "s3cret" } as const;
    const config = descriptorOf(image.blobs[0] ?? new Uint8Array(), "application/json");
    // The store is private: reached only because it is named as the administrator's own here.
    const open = { credential, tokenHosts: [store.endpoint] };
    expect(await clientOf(registry, open).getBlobBytes(app, config)).toHaveLength(config.size);
    expect(store.seen.map(({ authorization }) => authorization)).toEqual([undefined]);
    store.inject(faults.answer(401, "", { "www-authenticate": "Basic" }));
    await expect(clientOf(registry, open).getBlobBytes(app, config)).rejects.toMatchObject({
      reason: "redirect_refused",
    });
    expect(store.seen.every(({ authorization }) => authorization === undefined)).toBe(true);
  });

  it("whoever a redirect leads to cannot name a token server, not even an approved one", async () => {
    const tokens = await startTokenServer();
    const store = await fake(
      faults.answer(401, "", { "www-authenticate": `Bearer realm="${tokens.realm}"` }),
    );
    const registry = await fake(
      faults.at("/blobs/", faults.answer(307, "", { location: `${store.endpoint}/x` })),
    );
    running.push(tokens);
    const credential = { kind: "basic", username: "anna", secret: "s3cret" } as const;
    const client = clientOf(registry, { credential, tokenHosts: [store.endpoint, tokens.origin] });
    const config = descriptorOf(image.blobs[0] ?? new Uint8Array(), "application/json");
    await expect(client.getBlobBytes(app, config)).rejects.toMatchObject({ reason: "redirect_refused" });
    expect(tokens.asked).toEqual([]);
  });

  it("https never leads to http, even where that host is approved", async () => {
    const plain = await fake();
    const authority = testAuthority();
    const registry = await startFakeRegistry({
      tls: authority.issue(),
      faults: [faults.at("/blobs/", faults.answer(307, "", { location: `${plain.endpoint}/x` }))],
    });
    running.push(registry);
    const client = clientOf(registry, { caCertificate: authority.certificate, tokenHosts: [plain.endpoint] });
    const config = descriptorOf(image.blobs[0] ?? new Uint8Array(), "application/json");
    await expect(client.getBlobBytes(app, config)).rejects.toMatchObject({ reason: "redirect_refused" });
    expect(plain.seen).toEqual([]);
  });

  it("a redirect into the private network is refused unseen", async () => {
    const inside = await fake();
    const registry = await fake(
      faults.at("/blobs/", faults.answer(302, "", { location: `${inside.endpoint}/secret` })),
    );
    const config = descriptorOf(image.blobs[0] ?? new Uint8Array(), "application/json");
    await expect(clientOf(registry).getBlobBytes(app, config)).rejects.toMatchObject({
      reason: "egress_refused",
    });
    expect(inside.seen).toEqual([]);
  });

  it("redirects in a circle end", async () => {
    const registry = await fake(
      faults.at("/blobs/", (request, response) =>
        response.writeHead(302, { location: request.url ?? "" }).end(),
      ),
    );
    const config = descriptorOf(image.blobs[0] ?? new Uint8Array(), "application/json");
    await expect(clientOf(registry).getBlobBytes(app, config)).rejects.toMatchObject({
      reason: "redirect_refused",
    });
    expect(registry.seen).toHaveLength(6);
  });
});

describe("trouble on the way", () => {
  it("is retried where asking twice is harmless", async () => {
    const registry = await fake(
      faults.times(1, faults.answer(503)),
      faults.times(1, faults.resetConnection()),
    );
    expect((await clientOf(registry).headManifest(app, tag)).digest).toBe(image.digest);
    expect(registry.seen).toHaveLength(3);
  });

  it("ends in the registry's own words when it does not pass", async () => {
    const registry = await fake(faults.answer(500, '{"errors":[{"code":"UNKNOWN","message":"disk full"}]}'));
    await expect(clientOf(registry).getManifest(app, tag)).rejects.toMatchObject({
      code: "REGISTRY_REJECTED",
      status: 500,
      upstream: "UNKNOWN: disk full",
    });
    expect(registry.seen).toHaveLength(3);
  });

  it("429 waits as long as told, then says how long when that is too long", async () => {
    const brief = await fake(faults.times(1, faults.answer(429, "", { "retry-after": "0" })));
    expect((await clientOf(brief).headManifest(app, tag)).digest).toBe(image.digest);
    const long = await fake(faults.answer(429, "slow down", { "retry-after": "3600" }));
    const client = createRegistryClient(testTarget(long.endpoint), { ...impatient, longestPause: 60_000 });
    await expect(client.headManifest(app, tag)).rejects.toMatchObject({
      code: "RATE_LIMITED",
      reason: "too_many_requests",
      params: { seconds: 3600 },
    });
    // The whole host pauses: the next request is not even sent.
    await expect(client.ping()).rejects.toMatchObject({ code: "RATE_LIMITED", params: { seconds: 60 } });
    expect(long.seen).toHaveLength(1);
  });

  it("silence and drip-feeding meet the deadline", async () => {
    for (const fault of [faults.hang(), faults.drip()]) {
      const registry = await fake(fault);
      const client = createRegistryClient(testTarget(registry.endpoint), { ...impatient, deadline: 300 });
      await expect(client.ping()).rejects.toMatchObject({ code: "TIMEOUT" });
    }
  });

  it("a long line of background requests is not a timeout: each one's time runs from its turn", async () => {
    const registry = await fake(faults.slow(30));
    const client = createRegistryClient(testTarget(registry.endpoint), { ...impatient, deadline: 200 });
    const all = Array.from({ length: 60 }, () => client.headManifest(app, tag, { priority: "background" }));
    expect(new Set((await Promise.all(all)).map(({ digest }) => digest))).toEqual(new Set([image.digest]));
  });

  it("cancelling ends it at once", async () => {
    const registry = await fake(faults.hang());
    const controller = new AbortController();
    const pending = clientOf(registry).ping({ signal: controller.signal });
    controller.abort();
    await expect(pending).rejects.toMatchObject({ code: "CANCELLED" });
  });
});
