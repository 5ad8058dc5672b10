import diagnostics from "node:diagnostics_channel";
import type { Socket } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { ociManifest } from "./media-types.ts";
import type { Fault } from "./testing/fake-registry.ts";
import * as faults from "./testing/faults.ts";
import { app, clientOf, fake, image, tag } from "./testing/fixture.ts";
import { descriptorOf } from "./testing/images.ts";

const mebibyte = 1024 * 1024;

/** Counts what our side really takes off its sockets, whatever the other side pours. */
function countBytesRead(): () => number {
  const sockets = new Set<Socket>();
  const connected = (message: unknown) => sockets.add((message as { readonly socket: Socket }).socket);
  diagnostics.subscribe("undici:client:connected", connected);
  onTestFinished(() => {
    diagnostics.unsubscribe("undici:client:connected", connected);
  });
  return () => [...sockets].reduce((sum, socket) => sum + socket.bytesRead, 0);
}

describe("a body without measure", () => {
  const announced = { "content-length": String(200 * mebibyte) };
  const cases = [
    { way: "announced", headers: announced, most: mebibyte },
    { way: "chunked", headers: {}, most: 6 * mebibyte },
  ];

  it.each(cases)("a manifest of 200 MB, $way, is not read", async ({ headers, most }) => {
    const registry = await fake(
      faults.at("/manifests/", faults.flood({ "content-type": ociManifest, ...headers })),
    );
    const read = countBytesRead();
    await expect(clientOf(registry).getManifest(app, tag)).rejects.toMatchObject({
      code: "REGISTRY_REJECTED",
      reason: "too_large",
    });
    expect(read()).toBeGreaterThan(0);
    expect(read()).toBeLessThan(most);
  });

  it("a refusal of 200 MB is read for its first words only", async () => {
    const registry = await fake(
      faults.at("/manifests/", (_request, response) => {
        response.writeHead(403, announced).write("quota exceeded".padEnd(32 * mebibyte));
      }),
    );
    const read = countBytesRead();
    await expect(clientOf(registry).getManifest(app, tag)).rejects.toMatchObject({
      code: "REGISTRY_UNAUTHORIZED",
      upstream: "quota exceeded",
    });
    expect(read()).toBeLessThan(mebibyte);
  });
});

describe("a body that breaks off", () => {
  /** Half of the truth, then the connection is gone. */
  const half: Fault = (_request, response) => {
    response.writeHead(200, {
      "content-type": image.mediaType,
      "content-length": image.raw.byteLength,
      "docker-content-digest": image.digest,
    });
    response.write(image.raw.subarray(0, image.raw.byteLength / 2), () => response.destroy());
  };

  it("is asked for again, and never taken for the whole", async () => {
    const once = await fake(faults.at("/manifests/", faults.times(1, half)));
    expect((await clientOf(once).getManifest(app, tag)).digest).toBe(image.digest);
    expect(once.seen).toHaveLength(2);

    const always = await fake(faults.at("/manifests/", half));
    await expect(clientOf(always).getManifest(app, tag)).rejects.toMatchObject({
      code: "REGISTRY_REJECTED",
      reason: "connection_reset",
    });
  });
});

describe("a web page instead of an answer", () => {
  it("is named as what it is, with its title, wherever it comes", async () => {
    const registry = await fake(faults.html(200, "Maintenance until six"));
    const client = clientOf(registry);
    const config = descriptorOf(image.blobs[0] ?? new Uint8Array(), "application/json");
    const asked = [
      () => client.listTags(app)[Symbol.asyncIterator]().next(),
      () => client.listRepositories()[Symbol.asyncIterator]().next(),
      () => client.getManifest(app, tag),
      () => client.getManifest(app, image.digest),
      () => client.headManifest(app, tag),
      () => client.getBlobBytes(app, config),
    ];
    for (const ask of asked) {
      await expect(ask()).rejects.toMatchObject({
        code: "REGISTRY_REJECTED",
        reason: "unexpected_answer",
        status: 200,
        upstream: "Maintenance until six",
        params: { host: new URL(registry.endpoint).host },
      });
    }
  });
});
