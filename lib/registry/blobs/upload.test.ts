import { describe, expect, it, onTestFinished } from "vitest";
import { digestOf } from "../digest.ts";
import { parseDigest, parseRepositoryName } from "../reference.ts";
import type { UploadQuirks } from "../testing/fake-uploads.ts";
import * as faults from "../testing/faults.ts";
import { app, clientOf } from "../testing/fixture.ts";
import { startTokenServer } from "../testing/token-server.ts";
import {
  chunked,
  content,
  digest,
  mebibyte,
  registryWith,
  source,
  steps,
} from "../testing/upload-fixture.ts";
import type { BlobSource } from "../types.ts";
import { sourceOf } from "./source.ts";

const base = parseRepositoryName("team/base");

describe("an upload", () => {
  it("is one PUT to the Location as it stands", async () => {
    const { registry, uploads } = await registryWith();
    expect(await clientOf(registry).putBlob(app, source())).toBe("uploaded");
    expect(uploads.stored.get(digest)?.equals(content)).toBe(true);
    expect(steps(registry)).toEqual(["POST", "PUT"]);
    expect(registry.seen[1]?.headers["content-length"]).toBe(String(content.byteLength));
  });

  it("of no bytes, and under sha512, is one too", async () => {
    const { registry, uploads } = await registryWith();
    const sha512 = digestOf(content, "sha512");
    await clientOf(registry).putBlob(app, sourceOf(new Uint8Array()));
    await clientOf(registry).putBlob(app, { ...source(), digest: sha512 });
    expect([...uploads.stored.keys()]).toEqual([digestOf(new Uint8Array()), sha512]);
  });

  it.each([
    ["absolute", (path: string, host: string) => `http://${host}${path}`],
    ["of a proxy that ends TLS", (path: string) => `https://127.0.0.1${path}`],
    ["without the port", (path: string) => `http://127.0.0.1${path}`],
  ])("goes on at a Location that is %s", async (_what, write) => {
    const location: UploadQuirks["location"] = (path, { headers }) => write(path, headers.host ?? "");
    const { registry, uploads } = await registryWith({ location, headers: chunked });
    await clientOf(registry).putBlob(app, source());
    expect(uploads.stored.get(digest)?.equals(content)).toBe(true);
  });

  it("goes in chunks of the length the registry wants, and only then", async () => {
    const { registry, uploads } = await registryWith({ headers: chunked });
    const one = source();
    await clientOf(registry).putBlob(app, one);
    expect(uploads.stored.get(digest)?.equals(content)).toBe(true);
    expect(steps(registry)).toEqual([
      "POST",
      "PATCH 0-999999",
      "PATCH 1000000-1999999",
      "PATCH 2000000-2999999",
      `PATCH 3000000-${content.byteLength - 1}`,
      "PUT",
    ]);
    expect(one.opened).toEqual([0]);
    const large = await registryWith({ headers: { "oci-chunk-min-length": "5242880" } });
    await clientOf(large.registry).putBlob(app, source());
    expect(steps(large.registry)).toEqual(["POST", "PUT"]);
    const senseless = await registryWith({ headers: { "oci-chunk-min-length": "-1, all" } });
    await clientOf(senseless.registry).putBlob(app, source());
    expect(steps(senseless.registry)).toEqual(["POST", "PUT"]);
  });

  it.each([404, 405, 413, 501])("goes in chunks where one PUT is answered with %i", async (status) => {
    const { registry, uploads } = await registryWith({
      instead: ({ method }, response, sent) => {
        if (method !== "PUT" || sent.byteLength === 0) return false;
        response.writeHead(status).end();
        return true;
      },
    });
    await clientOf(registry).putBlob(app, source());
    expect(uploads.stored.get(digest)?.equals(content)).toBe(true);
    // The first upload was given up, and the registry told so.
    expect(uploads.open.size).toBe(0);
    expect(steps(registry)).toEqual([
      "POST",
      "PUT",
      "DELETE",
      "POST",
      `PATCH 0-${content.byteLength - 1}`,
      "PUT",
    ]);
  });

  it("too large even in chunks is said to be, and cancelled", async () => {
    const { registry, uploads } = await registryWith({
      instead: ({ method }, response) =>
        (method === "PUT" || method === "PATCH") && !!response.writeHead(413).end(),
    });
    await expect(clientOf(registry).putBlob(app, source())).rejects.toMatchObject({
      code: "REGISTRY_REJECTED",
      reason: "push_too_large",
      status: 413,
    });
    expect(uploads.open.size).toBe(0);
  });
});

describe("content that is not what it was said to be", () => {
  it("is noticed before its last byte is sent, and the upload cancelled", async () => {
    const { registry, uploads } = await registryWith();
    const wrong = parseDigest(`sha256:${"c".repeat(64)}`);
    await expect(clientOf(registry).putBlob(app, { ...source(), digest: wrong })).rejects.toMatchObject({
      code: "INVALID_INPUT",
      reason: "digest_mismatch",
      params: { expected: wrong, actual: digest },
    });
    const short = { ...source(), size: content.byteLength + 1 };
    await expect(clientOf(registry).putBlob(app, short)).rejects.toMatchObject({ reason: "digest_mismatch" });
    expect(uploads.stored.size).toBe(0);
  });

  it("stored under another digest is not taken for stored", async () => {
    const other = parseDigest(`sha256:${"d".repeat(64)}`);
    const { registry } = await registryWith({
      instead: ({ method }, response) =>
        method === "PUT" && !!response.writeHead(201, { "docker-content-digest": other }).end(),
    });
    await expect(clientOf(registry).putBlob(app, source())).rejects.toMatchObject({
      reason: "digest_mismatch",
      params: { expected: digest, actual: other },
    });
  });

  it("a page in the place of 201 is not believed until the blob is seen", async () => {
    const { registry } = await registryWith({
      instead: ({ method }, response) => method === "PUT" && !!response.writeHead(200).end("<html>"),
    });
    await expect(clientOf(registry).putBlob(app, source())).rejects.toMatchObject({ reason: "blob_unknown" });
  });

  it("whose source fails, fails with the source's own error, at once", async () => {
    const { registry, uploads } = await registryWith();
    const broken: BlobSource = {
      ...source(),
      async *open() {
        yield content.subarray(0, mebibyte);
        throw Object.assign(new Error("the other registry is gone"), { code: "ECONNRESET" });
      },
    };
    await expect(clientOf(registry).putBlob(app, broken)).rejects.toMatchObject({ name: "AppError" });
    expect(steps(registry).filter((step) => step === "POST")).toHaveLength(1);
    expect(uploads.stored.size).toBe(0);
  });
});

describe("a mount", () => {
  it("takes the blob from the other repository and does not open the source", async () => {
    const { registry } = await registryWith({ mountable: new Set([digest]) });
    const one = source();
    expect(await clientOf(registry).putBlob(app, one, { mountFrom: base })).toBe("mounted");
    expect(one.opened).toEqual([]);
    expect(registry.seen.map(({ url }) => url)).toEqual([
      `/v2/team/app/blobs/uploads/?mount=${encodeURIComponent(digest)}&from=team%2Fbase`,
    ]);
  });

  it("that has begun an upload instead (202) is one", async () => {
    const { registry, uploads } = await registryWith();
    expect(await clientOf(registry).putBlob(app, source(), { mountFrom: base })).toBe("uploaded");
    expect(steps(registry)).toEqual(["POST", "PUT"]);
    expect(uploads.open.size).toBe(0);
  });

  it.each([400, 401, 403, 404, 405])("refused with %i is followed by an upload", async (status) => {
    const { registry, uploads } = await registryWith({
      instead: ({ url = "" }, response) => url.includes("mount=") && !!response.writeHead(status).end(),
    });
    expect(await clientOf(registry).putBlob(app, source(), { mountFrom: base })).toBe("uploaded");
    expect(uploads.stored.has(digest)).toBe(true);
  });

  it("asks for the right to read there, the upload after it does not", async () => {
    const tokens = await startTokenServer();
    onTestFinished(tokens.stop);
    const { registry } = await registryWith(
      {},
      faults.bearer(`Bearer realm="${tokens.realm}"`, (token) => tokens.issued(token)),
    );
    await clientOf(registry, { tokenHosts: [tokens.origin] }).putBlob(app, source(), { mountFrom: base });
    expect(tokens.asked.map(({ query }) => query.getAll("scope"))).toEqual([
      ["repository:team/app:pull,push", "repository:team/base:pull"],
      ["repository:team/app:pull,push"],
    ]);
  });
});
