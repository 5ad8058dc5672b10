import { describe, expect, it, onTestFinished } from "vitest";
import { createRegistryClient } from "./client.ts";
import { testAuthority } from "./testing/certificates.ts";
import { type Fault, startFakeRegistry } from "./testing/fake-registry.ts";
import * as faults from "./testing/faults.ts";
import { app, clientOf, fake, image, tag } from "./testing/fixture.ts";
import { descriptorOf } from "./testing/images.ts";
import { impatient, testTarget } from "./testing/target.ts";
import { startTokenServer } from "./testing/token-server.ts";

const manifests = "/v2/team/app/manifests/";

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

  it.each(["<title>", "https://", "Bearer ", "<p>&a"])(
    "a page made to be searched for ever is read in no time: %s",
    async (piece) => {
      const registry = await fake(faults.answer(403, piece.repeat(60_000 / piece.length)));
      const before = process.cpuUsage();
      for (let round = 0; round < 10; round++)
        await expect(clientOf(registry).ping()).rejects.toMatchObject({ name: "AppError" });
      const { user } = process.cpuUsage(before);
      expect(user / 1_000).toBeLessThan(500);
    },
  );

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
    onTestFinished(tokens.stop);
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
    onTestFinished(registry.stop);
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
    const registry = await fake(faults.slow(250));
    const client = createRegistryClient(testTarget(registry.endpoint), { ...impatient, deadline: 1_500 });
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

describe("connections", () => {
  it("asking where tags point keeps them open", async () => {
    const ports = new Set<number | undefined>();
    const registry = await fake((request, _response, next) => {
      ports.add(request.socket.remotePort);
      next();
    });
    const client = clientOf(registry);
    for (let turn = 0; turn < 20; turn++) await client.headManifest(app, tag);
    // The pool may open another before the first is free again; never one for each.
    expect(ports.size).toBeLessThan(5);
  });

  it("a body where none may be confuses no later answer", async () => {
    const { digest } = image;
    const registry = await fake(
      faults.at(manifests, (request, response, next) => {
        if (request.method !== "HEAD") return next();
        const body = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nno";
        response.socket?.write(
          `HTTP/1.1 200 OK\r\ncontent-type: ${image.mediaType}\r\ndocker-content-digest: ${digest}\r\n` +
            `content-length: ${body.length}\r\n\r\n${body}`,
        );
      }),
    );
    const client = clientOf(registry);
    for (let turn = 0; turn < 5; turn++) {
      expect(await client.headManifest(app, tag)).toMatchObject({ digest });
      expect(await client.getManifest(app, tag)).toMatchObject({ digest });
    }
  });
});
