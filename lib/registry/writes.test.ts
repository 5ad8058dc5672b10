import { describe, expect, it, onTestFinished } from "vitest";
import { digestOf } from "./digest.ts";
import { parseDigest } from "./reference.ts";
import { type FakeRegistry, type Fault, sendJson } from "./testing/fake-registry.ts";
import * as faults from "./testing/faults.ts";
import { app, clientOf, fake, image, tag } from "./testing/fixture.ts";
import { startTokenServer } from "./testing/token-server.ts";

const manifests = "/v2/team/app/manifests/";
const blobs = "/v2/team/app/blobs/";
const layer = digestOf(image.blobs[1] ?? new Uint8Array());
const other = parseDigest(`sha256:${"b".repeat(64)}`);

const refusing = (status: number, code: string, message = "no"): Fault =>
  faults.answer(status, JSON.stringify({ errors: [{ code, message }] }), {
    "content-type": "application/json",
  });

describe("a manifest put", () => {
  it("arrives byte for byte, under its own media type", async () => {
    const bodies: Buffer[] = [];
    const registry = await fake(
      faults.at(manifests, async (request, response) => {
        for await (const chunk of request) bodies.push(chunk);
        response.writeHead(201, { "docker-content-digest": image.digest }).end();
      }),
    );
    await clientOf(registry).putManifest(app, tag, image);
    expect(Buffer.concat(bodies)).toEqual(image.raw);
    expect(registry.seen[0]?.headers["content-type"]).toBe(image.mediaType);
  });

  it.each([
    [413, "", "REGISTRY_REJECTED", "push_too_large"],
    [400, "MANIFEST_INVALID", "REGISTRY_REJECTED", "push_refused"],
    [400, "TAG_INVALID", "REGISTRY_REJECTED", "push_refused"],
    [404, "MANIFEST_BLOB_UNKNOWN", "REGISTRY_REJECTED", "parts_missing"],
    [400, "BLOB_UNKNOWN", "REGISTRY_REJECTED", "parts_missing"],
    [404, "NAME_UNKNOWN", "NOT_FOUND", "push_place_unknown"],
    [404, "NOT_FOUND", "NOT_FOUND", "push_place_unknown"],
    [507, "UNKNOWN", "REGISTRY_REJECTED", "quota_exceeded"],
    [405, "UNSUPPORTED", "UNSUPPORTED", "push_unsupported"],
    [403, "DENIED", "REGISTRY_UNAUTHORIZED", "credentials_missing"],
    [412, "PRECONDITION", "CONFLICT", undefined],
    [429, "TOOMANYREQUESTS", "RATE_LIMITED", "too_many_requests"],
    [500, "UNKNOWN", "REGISTRY_REJECTED", "registry_failed"],
  ])("refused with %i %s is %s/%s", async (status, code, expected, reason) => {
    const client = clientOf(await fake(faults.at(manifests, refusing(status, code))));
    const error = await client.putManifest(app, tag, image).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: expected, status });
    expect((error as { reason?: string }).reason).toBe(reason);
  });

  it.each([
    "Quota exceeded when processing the request of adding 3.2 MiB of storage resource",
    "adding 3.2 MiB of storage resource, which when updated to current usage of 9 MiB will exceed the configured upper limit of 10 MiB.",
  ])("refused for its quota is not taken for a lack of rights: %s", async (message) => {
    const client = clientOf(await fake(faults.at(manifests, refusing(403, "DENIED", message))));
    await expect(client.putManifest(app, tag, image)).rejects.toMatchObject({
      code: "REGISTRY_REJECTED",
      reason: "quota_exceeded",
      upstream: expect.stringContaining(message),
    });
  });

  it("that the registry stored as something else is not taken for stored", async () => {
    const registry = await fake(
      faults.at(manifests, faults.answer(201, "", { "docker-content-digest": other })),
    );
    await expect(clientOf(registry).putManifest(app, tag, image)).rejects.toMatchObject({
      code: "REGISTRY_REJECTED",
      reason: "digest_mismatch",
      params: { expected: image.digest, actual: other },
    });
  });

  it("is stored when a sha512 digest or none comes back, or Quay's 202 with the right one", async () => {
    const sha512 = digestOf(image.raw, "sha512");
    for (const fault of [
      faults.answer(201, "", { "docker-content-digest": sha512 }),
      faults.answer(201),
      faults.answer(202, "", { "docker-content-digest": image.digest }),
    ]) {
      const client = clientOf(await fake(faults.at(manifests, fault)));
      expect(await client.putManifest(app, tag, image)).toEqual({ digest: image.digest });
    }
  });

  it("answered by a sign-in page is not stored", async () => {
    const client = clientOf(await fake(faults.at(manifests, faults.html(200))));
    await expect(client.putManifest(app, tag, image)).rejects.toMatchObject({
      reason: "unexpected_answer",
      upstream: "Sign in",
    });
  });

  it("under a digest that is not its own is not even sent, nor one beyond what can be read again", async () => {
    const registry = await fake();
    const client = clientOf(registry);
    await expect(client.putManifest(app, other, image)).rejects.toMatchObject({ code: "INVALID_INPUT" });
    const huge = { mediaType: image.mediaType, raw: Buffer.alloc(4 * 1024 * 1024 + 1) };
    await expect(client.putManifest(app, tag, huge)).rejects.toMatchObject({ reason: "too_large" });
    expect(registry.seen).toEqual([]);
  });

  it("says under which subject the registry lists it", async () => {
    const headers = { "docker-content-digest": image.digest, "oci-subject": other };
    const client = clientOf(await fake(faults.at(manifests, faults.answer(201, "", headers))));
    expect(await client.putManifest(app, tag, image)).toEqual({ digest: image.digest, subject: other });
  });
});

/** A manifest is read before it is deleted; these befall what is written only. */
const written = (fault: Fault): Fault =>
  faults.at(manifests, (request, response, next) =>
    request.method === "GET" ? next() : fault(request, response, next),
  );
const deletionsAt = ({ seen }: FakeRegistry): string[] =>
  seen.filter(({ method }) => method === "DELETE").map(({ url }) => url);

describe("a write that is redirected", () => {
  it.each([307, 308, 302])("never goes to another host (%i)", async (status) => {
    const thief = await fake(faults.answer(201));
    const registry = await fake(
      written(faults.answer(status, "", { location: `${thief.endpoint}${manifests}1.0` })),
    );
    // Even a host the administrator approved as a token server gets nothing.
    const client = clientOf(registry, { tokenHosts: [thief.endpoint] });
    await expect(client.putManifest(app, tag, image)).rejects.toMatchObject({ reason: "redirect_refused" });
    await expect(client.deleteManifest(app, image.digest)).rejects.toMatchObject({
      reason: "redirect_refused",
    });
    expect(thief.seen).toEqual([]);
  });

  it.each([301, 302, 303])(
    "within the registry is not repeated where a GET may be meant (%i)",
    async (status) => {
      const registry = await fake(
        written(faults.answer(status, "", { location: "/elsewhere" })),
        faults.at("/elsewhere", faults.answer(202)),
      );
      await expect(clientOf(registry).deleteManifest(app, image.digest)).rejects.toMatchObject({
        reason: "redirect_refused",
      });
      expect(deletionsAt(registry)).toHaveLength(1);
    },
  );

  it("within the registry keeps its method with 307", async () => {
    const registry = await fake(
      written(faults.answer(307, "", { location: "/elsewhere" })),
      faults.at("/elsewhere", faults.answer(202)),
    );
    await clientOf(registry).deleteManifest(app, image.digest);
    expect(deletionsAt(registry)).toEqual([`${manifests}${image.digest}`, "/elsewhere"]);
  });
});

describe("a deletion", () => {
  it("whose answer was lost has happened when the repetition finds nothing", async () => {
    const registry = await fake(
      written(faults.times(1, faults.resetConnection())),
      written(refusing(404, "MANIFEST_UNKNOWN")),
    );
    await clientOf(registry).deleteManifest(app, image.digest);
    expect(deletionsAt(registry)).toHaveLength(2);
    await expect(clientOf(registry).deleteManifest(app, image.digest)).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  it.each([
    [405, "UNSUPPORTED", "UNSUPPORTED", "delete_disabled"],
    [400, "UNSUPPORTED", "UNSUPPORTED", "tag_delete_unsupported"],
    [400, "DIGEST_INVALID", "UNSUPPORTED", "tag_delete_unsupported"],
    [404, "MANIFEST_UNKNOWN", "NOT_FOUND", "manifest_unknown"],
    [403, "DENIED", "REGISTRY_UNAUTHORIZED", "credentials_missing"],
  ])("of a tag refused with %i %s is %s/%s", async (status, code, expected, reason) => {
    const client = clientOf(await fake(faults.at(manifests, refusing(status, code))));
    await expect(client.deleteTag(app, tag)).rejects.toMatchObject({ code: expected, reason });
  });

  it("answered by a sign-in page has not happened", async () => {
    const client = clientOf(await fake(faults.html(200)));
    for (const gone of [client.deleteTag(app, tag), client.deleteBlob(app, layer)]) {
      await expect(gone).rejects.toMatchObject({ code: "REGISTRY_REJECTED", reason: "unexpected_answer" });
    }
  });

  it("asks for the right to delete, a push for the right to push", async () => {
    const tokens = await startTokenServer();
    onTestFinished(tokens.stop);
    const registry = await fake(
      faults.at(
        "/v2/team/",
        faults.bearer(`Bearer realm="${tokens.realm}"`, (token) => tokens.issued(token)),
      ),
      faults.at(manifests, faults.answer(202, "", { "docker-content-digest": image.digest })),
    );
    const client = clientOf(registry, { tokenHosts: [tokens.origin] });
    await client.deleteTag(app, tag);
    await client.putManifest(app, tag, image);
    expect(tokens.asked.map(({ query }) => query.getAll("scope"))).toEqual([
      ["repository:team/app:delete"],
      ["repository:team/app:pull,push"],
    ]);
  });
});

describe("a blob asked for", () => {
  it("with a HEAD that is not offered, says nothing of its length or leads nowhere is asked for with GET", async () => {
    const size = image.blobs[1]?.byteLength;
    const silent: Fault = (request, response, next) =>
      request.method === "HEAD" ? response.writeHead(200, { "content-length": 0 }).end() : next();
    const forbidding =
      (status: number): Fault =>
      (request, response, next) =>
        request.method === "HEAD" ? response.writeHead(status).end() : next();
    for (const fault of [silent, forbidding(405), forbidding(403)]) {
      const registry = await fake(faults.at(blobs, fault), faults.at(blobs, withLength));
      expect(await clientOf(registry).headBlob(app, layer)).toEqual({ digest: layer, size });
    }
  });

  it("of two gigabytes is not read for that", async () => {
    const registry = await fake(
      faults.at(blobs, (request, response) => {
        if (request.method === "HEAD") response.writeHead(405).end();
        else faults.flood({ "content-length": String(2 ** 31) })(request, response, () => undefined);
      }),
    );
    expect(await clientOf(registry).headBlob(app, layer)).toEqual({ digest: layer, size: 2 ** 31 });
  });

  it("under another digest or as a page is not taken for it", async () => {
    const lying = await fake(
      faults.at(blobs, faults.answer(200, "", { "docker-content-digest": other, "content-length": "0" })),
    );
    await expect(clientOf(lying).headBlob(app, layer)).rejects.toMatchObject({ reason: "digest_mismatch" });
    await expect(clientOf(await fake(faults.html())).headBlob(app, layer)).rejects.toMatchObject({
      reason: "unexpected_answer",
    });
  });

  it("and refused is refused for the reason GET gives", async () => {
    const registry = await fake(
      faults.at(blobs, (_request, response) =>
        sendJson(response, 403, { errors: [{ code: "DENIED", message: "quarantined by the scanner" }] }),
      ),
    );
    await expect(clientOf(registry).headBlob(app, layer)).rejects.toMatchObject({
      code: "REGISTRY_UNAUTHORIZED",
      upstream: "DENIED: quarantined by the scanner",
    });
  });
});

/** The fake registry sends its blobs without a length. */
const withLength: Fault = (_request, response) => {
  const bytes = image.blobs[1] ?? new Uint8Array();
  response.writeHead(200, { "content-length": bytes.byteLength }).end(bytes);
};
