import { randomBytes } from "node:crypto";
import { describe, expect, it, onTestFinished } from "vitest";
import { createRegistryClient } from "../client.ts";
import { sendError } from "../testing/fake-registry.ts";
import { fakeUploads } from "../testing/fake-uploads.ts";
import * as faults from "../testing/faults.ts";
import { app, clientOf, fake } from "../testing/fixture.ts";
import { impatient, testTarget } from "../testing/target.ts";
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

describe("an upload that is lost on the way", () => {
  it("goes on where the registry says it stands", async () => {
    const { registry, uploads } = await registryWith({ breaksAfter: mebibyte });
    const one = source();
    expect(await clientOf(registry).putBlob(app, one)).toBe("uploaded");
    expect(uploads.stored.get(digest)?.equals(content)).toBe(true);
    const [post, put, status, patch, last] = steps(registry);
    expect([post, put, status, last]).toEqual(["POST", "PUT", "GET", "PUT"]);
    const start = Number(/^PATCH (\d+)-/.exec(patch ?? "")?.[1]);
    expect(start).toBeGreaterThanOrEqual(mebibyte);
    expect(one.opened).toEqual([0, start]);
  });

  it("goes on within its chunks", async () => {
    const { registry, uploads } = await registryWith({ breaksAfter: 400_000, headers: chunked });
    await clientOf(registry).putBlob(app, source());
    expect(uploads.stored.get(digest)?.equals(content)).toBe(true);
    expect(uploads.open.size).toBe(0);
  });

  it("begins anew where the registry has forgotten it", async () => {
    const { registry, uploads } = await registryWith({ breaksAfter: mebibyte, forgetful: true });
    const one = source();
    await clientOf(registry).putBlob(app, one);
    expect(uploads.stored.get(digest)?.equals(content)).toBe(true);
    expect(one.opened).toEqual([0, 0]);
    // A HEAD may stand between, where all was on its way already: it might have been completed.
    expect(steps(registry).filter((step) => step !== "HEAD")).toEqual(["POST", "PUT", "GET", "POST", "PUT"]);
  });

  it("is complete when only the answer was lost", async () => {
    let lost = false;
    const uploads = fakeUploads();
    const registry = await fake((request, response, next) => {
      if (request.method === "PUT" && !lost) {
        lost = true;
        // The registry stores it, and the connection is gone before it can say so.
        response.writeHead = () => response;
        response.end = () => {
          request.socket.destroy();
          return response;
        };
      }
      next();
    }, uploads.fault);
    const one = source();
    await clientOf(registry).putBlob(app, one);
    expect(steps(registry)).toEqual(["POST", "PUT", "GET", "HEAD"]);
    expect(one.opened).toEqual([0]);
  });

  it("is taken up again after 416, from where the registry stands", async () => {
    let disagreed = false;
    const { registry, uploads } = await registryWith({
      headers: chunked,
      instead: ({ method, headers }, response) => {
        if (method !== "PATCH" || disagreed || !headers["content-range"]?.startsWith("1000000-"))
          return false;
        disagreed = true;
        sendError(response, 416, "RANGE_INVALID");
        return true;
      },
    });
    await clientOf(registry).putBlob(app, source());
    expect(uploads.stored.get(digest)?.equals(content)).toBe(true);
    expect(steps(registry).slice(0, 5)).toEqual([
      "POST",
      "PATCH 0-999999",
      "PATCH 1000000-1999999",
      "GET",
      "PATCH 1000000-1999999",
    ]);
  });

  it("is sent again from where a chunk was taken in part only", async () => {
    const requests: string[] = [];
    let stored = 0;
    const registry = await fake(
      faults.at("/uploads/", async (request, response) => {
        const { method = "", headers } = request;
        requests.push(`${method} ${headers["content-range"] ?? ""}`.trim());
        let size = 0;
        for await (const chunk of request) size += (chunk as Buffer).byteLength;
        const location = "/v2/team/app/blobs/uploads/u";
        if (method === "PUT") response.writeHead(stored === content.byteLength ? 201 : 400).end();
        else if (method === "POST") response.writeHead(202, { location, ...chunked }).end();
        else {
          stored += Math.min(size, 600_000);
          response.writeHead(202, { location, range: `0-${stored - 1}` }).end();
        }
      }),
    );
    await clientOf(registry).putBlob(app, source());
    expect(requests.slice(0, 3)).toEqual(["POST", "PATCH 0-999999", "PATCH 600000-1599999"]);
    expect(stored).toBe(content.byteLength);
  });

  it.each([
    ["says it has more than there is", { range: `0-${content.byteLength}` }],
    ["says it has what it does not have", { range: `0-${content.byteLength - 1}` }],
    ["says 0-0, which is one byte or none", { range: "0-0" }],
    ["says nothing of a range", {}],
  ])("begins anew when the registry %s", async (_what, headers) => {
    const { registry, uploads } = await registryWith({
      breaksAfter: mebibyte,
      instead: ({ method }, response) => method === "GET" && !!response.writeHead(204, headers).end(),
    });
    const one = source();
    await clientOf(registry).putBlob(app, one);
    expect(uploads.stored.get(digest)?.equals(content)).toBe(true);
    expect(one.opened).toEqual([0, 0]);
  });

  it("again and again without progress ends, with what went wrong", async () => {
    const { registry } = await registryWith({
      instead: ({ method }, response) => method === "PUT" && !!response.writeHead(503).end("out of space"),
    });
    await expect(clientOf(registry).putBlob(app, source())).rejects.toMatchObject({
      code: "REGISTRY_REJECTED",
      reason: "registry_failed",
      status: 503,
      upstream: "out of space",
    });
    expect(steps(registry).filter((step) => step === "PUT")).toHaveLength(impatient.attempts);
  });

  it("429 with a pause too long to sit out is told with its length, and nothing more is sent", async () => {
    const { registry } = await registryWith({
      instead: ({ method }, response) =>
        method === "PUT" && !!response.writeHead(429, { "retry-after": "3600" }).end("slow down"),
    });
    const client = createRegistryClient(testTarget(registry.endpoint), {
      ...impatient,
      longestPause: 60_000,
    });
    await expect(client.putBlob(app, source())).rejects.toMatchObject({
      code: "RATE_LIMITED",
      params: { seconds: expect.toSatisfy((seconds: number) => seconds > 30 && seconds <= 60) },
    });
    expect(steps(registry)).toEqual(["POST", "PUT"]);
  });

  it("signs in anew when its token ends on the way", async () => {
    const tokens = await startTokenServer();
    onTestFinished(tokens.stop);
    const revoked = new Set<string>();
    const bearer = faults.bearer(
      `Bearer realm="${tokens.realm}"`,
      (token) => tokens.issued(token) && !revoked.has(token),
    );
    const { registry, uploads } = await registryWith({ headers: chunked }, (request, response, next) => {
      if (request.headers["content-range"]?.startsWith("1000000-") && revoked.size === 0) {
        revoked.add((request.headers.authorization ?? "").replace("Bearer ", ""));
      }
      bearer(request, response, next);
    });
    await clientOf(registry, { tokenHosts: [tokens.origin] }).putBlob(app, source());
    expect(uploads.stored.get(digest)?.equals(content)).toBe(true);
    expect(tokens.asked).toHaveLength(2);
  });
});

describe("silence and impatience", () => {
  it("a registry that stops taking bytes meets the deadline", async () => {
    const registry = await fake(
      faults.at("/uploads/", (request, response) => {
        if (request.method === "POST") {
          response.writeHead(202, { location: "/v2/team/app/blobs/uploads/u" }).end();
        } else if (request.method === "PUT") request.pause();
        else response.writeHead(404).end();
      }),
    );
    const client = createRegistryClient(testTarget(registry.endpoint), { ...impatient, deadline: 300 });
    const large = source(randomBytes(24 * mebibyte));
    await expect(client.putBlob(app, large)).rejects.toMatchObject({ code: "TIMEOUT" });
  });

  it("cancelling ends it at once, and tells the registry", async () => {
    const controller = new AbortController();
    const { registry, uploads } = await registryWith({}, (request, _response, next) => {
      if (request.method === "PUT") controller.abort();
      next();
    });
    const endless: BlobSource = {
      ...source(),
      async *open(from, signal) {
        yield content.subarray(from, mebibyte);
        await new Promise((resolve) => signal?.addEventListener("abort", resolve));
      },
    };
    await expect(
      clientOf(registry).putBlob(app, endless, { signal: controller.signal }),
    ).rejects.toMatchObject({
      code: "CANCELLED",
    });
    expect(steps(registry)).toEqual(["POST", "PUT", "DELETE"]);
    expect(uploads.open.size).toBe(0);
  });

  it("a registry that cannot cancel does not turn a refusal into something else", async () => {
    const { registry } = await registryWith({
      instead: ({ method }, response) =>
        (method === "PUT" && !!sendError(response, 400, "DIGEST_INVALID")) ||
        (method === "DELETE" && !!sendError(response, 405, "UNSUPPORTED")),
    });
    await expect(clientOf(registry).putBlob(app, source())).rejects.toMatchObject({
      reason: "push_refused",
      upstream: "DIGEST_INVALID: digest_invalid",
    });
  });
});
