import { describe, expect, it } from "vitest";
import { ociIndex } from "../media-types.ts";
import { parseTag } from "../reference.ts";
import { type FakeRegistry, type Fault, sendError } from "../testing/fake-registry.ts";
import * as faults from "../testing/faults.ts";
import { app, clientOf, fake, image } from "../testing/fixture.ts";
import { listedReferrer, testReferrer } from "../testing/images.ts";

const sbom = testReferrer(image);
const other = { ...listedReferrer(testReferrer(image, { text: "other" })), of: "whoever wrote it" };
const fallback = parseTag(image.digest.replace(":", "-"));
const list = (...manifests: readonly unknown[]): string =>
  JSON.stringify({ schemaVersion: 2, mediaType: ociIndex, manifests });
const index = { "content-type": ociIndex };

const deletes: Fault = (request, response, next) =>
  request.method === "DELETE" ? void response.writeHead(202).end() : next();

/** A registry with a referrer that lists nothing itself; `list` is under the fallback tag. */
async function registryWith(...faultsBefore: readonly Fault[]): Promise<FakeRegistry> {
  const reads: Fault = (request, response, next) =>
    request.method === "GET"
      ? void response.writeHead(200, index).end(list(listedReferrer(sbom), other))
      : next();
  const registry = await fake(...faultsBefore, deletes, faults.at(fallback, reads));
  registry.put(app, "sbom", sbom);
  return registry;
}

const writes = ({ seen }: FakeRegistry): string[] =>
  seen
    .filter(({ method }) => method === "PUT" || method === "DELETE")
    .map(({ method, url }) => `${method} ${url}`);

describe("a referrer deleted", () => {
  it("goes first, then its line on the list", async () => {
    const bodies: string[] = [];
    const registry = await registryWith(async (request, response, next) => {
      if (request.method !== "PUT") return next();
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      bodies.push(Buffer.concat(chunks).toString());
      response.writeHead(201).end();
    });
    await clientOf(registry).deleteManifest(app, sbom.digest);
    expect(writes(registry)).toEqual([
      `DELETE /v2/team/app/manifests/${sbom.digest}`,
      `PUT /v2/team/app/manifests/${fallback}`,
    ]);
    expect(bodies).toEqual([list(other)]);
  });

  it("is deleted, whoever may not write the list", async () => {
    const registry = await registryWith((request, response, next) =>
      request.method === "PUT" ? void sendError(response, 403, "DENIED") : next(),
    );
    await clientOf(registry).deleteManifest(app, sbom.digest);
    expect(writes(registry)).toHaveLength(2);
  });

  it("stays listed when it was not deleted", async () => {
    const registry = await registryWith((request, response, next) =>
      request.method === "DELETE" ? void sendError(response, 405, "UNSUPPORTED") : next(),
    );
    await expect(clientOf(registry).deleteManifest(app, sbom.digest)).rejects.toMatchObject({
      reason: "delete_disabled",
    });
    expect(writes(registry)).toEqual([`DELETE /v2/team/app/manifests/${sbom.digest}`]);
  });

  it("is the registry's own business where it keeps the list", async () => {
    const registry = await registryWith(faults.at("/referrers/", faults.answer(200, list(), index)));
    await clientOf(registry).deleteManifest(app, sbom.digest);
    expect(writes(registry)).toEqual([`DELETE /v2/team/app/manifests/${sbom.digest}`]);
  });
});

describe("a registry without a list of referrers", () => {
  async function twice(fault: Fault): Promise<number> {
    const registry = await fake(faults.at("/referrers/", fault));
    const client = clientOf(registry);
    for (let round = 0; round < 2; round += 1) {
      for await (const _ of client.listReferrers(app, image.digest));
    }
    return registry.seen.filter(({ url }) => url.includes("/referrers/")).length;
  }

  it("is asked for it once", async () => {
    expect(await twice(faults.answer(404, "404 page not found"))).toBe(1);
  });

  it.each(["NAME_UNKNOWN", "DENIED"])("is not told by %s: that is about one repository", async (code) => {
    expect(await twice((_request, response) => void sendError(response, 404, code))).toBe(2);
  });

  it("is not told by a passing failure", async () => {
    expect(await twice(faults.answer(400, "Bad Request"))).toBe(2);
  });
});
