import { describe, expect, it } from "vitest";
import { digestOf } from "../digest.ts";
import { ociIndex } from "../media-types.ts";
import { parseDigest, parseTag } from "../reference.ts";
import { type FakeRegistry, type Fault, sendJson } from "../testing/fake-registry.ts";
import * as faults from "../testing/faults.ts";
import { app, clientOf, fake, image } from "../testing/fixture.ts";
import { listedReferrer, rawManifest, testIndex, testReferrer } from "../testing/images.ts";
import type { Digest, ListReferrersOptions, Referrer } from "../types.ts";

const subject = image.digest;
const sbom = testReferrer(image);
const other = testReferrer(image, { artifactType: "application/vnd.example", text: "other" });
const listedSbom = listedReferrer(sbom);
const listedOther = listedReferrer(other, "application/vnd.example", "other");
const fallback = parseTag(subject.replace(":", "-"));
const spdx = { artifactType: "application/spdx+json" };

async function list(
  registry: FakeRegistry,
  options?: ListReferrersOptions,
  digest: Digest = subject,
): Promise<{ found: Referrer[]; truncated: boolean }> {
  const found: Referrer[] = [];
  let cut = false;
  for await (const { referrers, truncated } of clientOf(registry).listReferrers(app, digest, options)) {
    found.push(...referrers);
    cut ||= truncated;
  }
  return { found, truncated: cut };
}

const indexOf = (manifests: unknown, members: object = {}): object => ({
  schemaVersion: 2,
  mediaType: ociIndex,
  manifests,
  ...members,
});

/** The endpoint, answering with these. */
const endpoint = (manifests: unknown, headers: Record<string, string> = {}): Fault =>
  faults.at(
    "/referrers/",
    faults.answer(200, JSON.stringify(indexOf(manifests)), { "content-type": ociIndex, ...headers }),
  );

/** The paths asked for, without cosign's tags. */
const asked = ({ seen }: FakeRegistry): string[] =>
  seen.filter(({ method }) => method === "GET").map(({ url }) => url);

describe("the registry's own list of referrers", () => {
  it("is asked for by digest and told as it is", async () => {
    const registry = await fake(endpoint([listedSbom, listedOther]));
    expect((await list(registry)).found).toEqual([
      { ...listedSbom, foundBy: "api" },
      { ...listedOther, foundBy: "api" },
    ]);
    expect(asked(registry)).toEqual([`/v2/team/app/referrers/${subject}`]);
  });

  it("that is empty is not looked for elsewhere", async () => {
    for (const none of [[], null]) {
      const registry = await fake(endpoint(none));
      expect((await list(registry)).found).toEqual([]);
      expect(asked(registry)).toHaveLength(1);
    }
  });

  it("is told alone where nothing else is asked for: its first, or that there is none", async () => {
    const own = (registry: FakeRegistry, most: number) =>
      clientOf(registry).findOwnReferrers(app, subject, most);
    const registry = await fake(endpoint([listedSbom, listedOther]));
    expect(await own(registry, 10)).toHaveLength(2);
    expect(await own(registry, 1)).toEqual([{ ...listedSbom, foundBy: "api" }]);
    expect(registry.seen).toHaveLength(2);
    expect(await own(await fake(endpoint([])), 10)).toEqual([]);
    expect(await own(await fake(), 10)).toBeNull();
  });

  it("comes in pages, each asked for once, nothing told twice", async () => {
    const registry = await fake(
      faults.at("/referrers/", (request, response) => {
        const last = request.url?.includes("last=2");
        sendJson(response, 200, indexOf(last ? [listedSbom, listedOther] : [listedSbom]), {
          "content-type": ociIndex,
          ...(last ? {} : { link: `</v2/wrong/path?last=2>; rel="next"` }),
        });
      }),
    );
    expect((await list(registry)).found.map(({ digest }) => digest)).toEqual([sbom.digest, other.digest]);
    const path = `/v2/team/app/referrers/${subject}`;
    expect(asked(registry)).toEqual([path, `${path}?last=2`]);
  });

  it("without end is cut off and said to be", async () => {
    let page = 0;
    const registry = await fake(
      faults.at("/referrers/", (_request, response) => {
        page += 1;
        const digest = digestOf(Buffer.from(`${page}`));
        sendJson(response, 200, indexOf([{ ...listedSbom, digest }]), {
          "content-type": ociIndex,
          link: `<?last=${page}>; rel="next"`,
        });
      }),
    );
    const { found, truncated } = await list(registry);
    expect([found.length, truncated, page]).toEqual([100, true, 100]);
  });

  it("that goes in circles is left", async () => {
    const registry = await fake(endpoint([listedSbom], { link: '<?last=x>; rel="next"' }));
    expect(await list(registry)).toMatchObject({ found: [{ digest: sbom.digest }], truncated: true });
    expect(asked(registry)).toHaveLength(2);
  });

  it("is filtered here unless the registry says it has done so", async () => {
    const unfiltered = await fake(endpoint([listedSbom, listedOther]));
    expect((await list(unfiltered, spdx)).found).toEqual([{ ...listedSbom, foundBy: "api" }]);
    expect(asked(unfiltered)[0]).toMatch(/\?artifactType=application%2Fspdx%2Bjson$/);
    // It knows the type from the manifest's config; its descriptors need not repeat it.
    const { artifactType: _left, ...bare } = listedSbom;
    const filtered = await fake(endpoint([bare], { "oci-filters-applied": "foo, artifactType" }));
    expect((await list(filtered, spdx)).found).toEqual([{ ...bare, foundBy: "api" }]);
    const otherFilter = await fake(endpoint([bare], { "oci-filters-applied": "foo" }));
    expect((await list(otherFilter, spdx)).found).toEqual([]);
  });

  it("with a broken entry still tells the others", async () => {
    const broken = [{ digest: "sha256:no" }, null, "x", { ...listedOther, size: -1 }, listedSbom];
    expect((await list(await fake(endpoint(broken)))).found).toEqual([{ ...listedSbom, foundBy: "api" }]);
  });

  it("refused is an error with its reason, not an empty list", async () => {
    for (const [status, expected] of [
      [403, { code: "REGISTRY_UNAUTHORIZED" }],
      [429, { code: "RATE_LIMITED" }],
      [500, { code: "REGISTRY_REJECTED", reason: "registry_failed" }],
    ] as const) {
      const registry = await fake(faults.at("/referrers/", faults.answer(status)));
      await expect(list(registry)).rejects.toMatchObject(expected);
    }
  });

  it("whose second page makes no sense is an error, not the end", async () => {
    const registry = await fake(
      faults.at("last=x", faults.html()),
      endpoint([listedSbom], { link: '<?last=x>; rel="next"' }),
    );
    await expect(list(registry)).rejects.toMatchObject({ reason: "unexpected_answer" });
  });
});

describe("the fallback tag", () => {
  const index = rawManifest(indexOf([listedSbom, listedOther]), ociIndex);

  it.each([400, 404, 405, 406, 501])("is read where the endpoint is answered with %i", async (status) => {
    const registry = await fake(faults.at("/referrers/", faults.answer(status)));
    registry.put(app, fallback, index);
    expect((await list(registry)).found).toEqual([
      { ...listedSbom, foundBy: "fallback_tag" },
      { ...listedOther, foundBy: "fallback_tag" },
    ]);
    expect((await list(registry, spdx)).found).toEqual([{ ...listedSbom, foundBy: "fallback_tag" }]);
  });

  it.each([
    ["a page", faults.html()],
    ["an empty object", faults.answer(200, "{}", { "content-type": "application/json" })],
    ["another document", faults.answer(200, '{"manifests":[]}', { "content-type": "application/json" })],
    ["nothing", faults.answer(200, "")],
    ["the subject", faults.answer(200, image.raw, { "content-type": image.mediaType })],
  ])("is read where the endpoint answers 200 with %s", async (_what, lie) => {
    const registry = await fake(faults.at("/referrers/", lie));
    registry.put(app, fallback, index);
    expect((await list(registry)).found).toHaveLength(2);
  });

  it("that does not exist, or the repository neither, means that nothing refers", async () => {
    expect((await list(await fake())).found).toEqual([]);
    const absent = parseDigest(`sha256:${"0".repeat(64)}`);
    expect((await list(await fake(), undefined, absent)).found).toEqual([]);
  });

  it("that leads to the subject itself lists nothing: an index's children are no referrers", async () => {
    const multi = testIndex();
    const registry = await fake();
    registry.put(app, "multi", multi);
    registry.put(app, multi.digest.replace(":", "-"), multi);
    expect((await list(registry, undefined, multi.digest)).found).toEqual([]);
    // Nor does the endpoint of a registry that answers with whatever has the digest.
    registry.inject(faults.at("/referrers/", faults.answer(200, multi.raw, { "content-type": ociIndex })));
    expect((await list(registry, undefined, multi.digest)).found).toEqual([]);
  });

  it("that is an image lists nothing", async () => {
    const registry = await fake();
    registry.put(app, fallback, sbom);
    expect((await list(registry)).found).toEqual([]);
  });

  it("is cut to 64 digits for a sha512", async () => {
    const long = parseDigest(`sha512:${"ab".repeat(64)}`);
    const registry = await fake();
    registry.put(app, `sha512-${"ab".repeat(32)}`, index);
    expect((await list(registry, undefined, long)).found).toHaveLength(2);
    // No tag of cosign's fits; none is asked for.
    expect(registry.seen.some(({ method }) => method === "HEAD")).toBe(false);
  });

  it("that cannot be read is an error, not an empty list", async () => {
    const registry = await fake(faults.at(`/manifests/${fallback}`, faults.answer(500)));
    await expect(list(registry)).rejects.toMatchObject({ reason: "registry_failed" });
  });
});

describe("cosign's tags", () => {
  it("are referrers of the types cosign gives them, whatever else lists referrers", async () => {
    for (const others of [endpoint([listedSbom]), faults.at("/referrers/", faults.answer(404))]) {
      const registry = await fake(others);
      registry.put(app, `${fallback}.sig`, testReferrer(image, { text: "signature" }));
      registry.put(app, `${fallback}.att`, testReferrer(image, { text: "attestation" }));
      const { found } = await list(registry);
      const tagged = found.filter(({ foundBy }) => foundBy === "cosign_tag");
      expect(tagged.map(({ tag, artifactType }) => [tag, artifactType])).toEqual([
        [`${fallback}.sig`, "application/vnd.dev.cosign.artifact.sig.v1+json"],
        [`${fallback}.att`, "application/vnd.dev.cosign.artifact.att.v1+json"],
      ]);
      const signatures = { artifactType: "application/vnd.dev.cosign.artifact.sig.v1+json" };
      expect((await list(registry, signatures)).found.map(({ tag }) => tag)).toEqual([`${fallback}.sig`]);
    }
  });

  it("are not told again when the registry lists them too, nor when they lead to the subject", async () => {
    const registry = await fake(endpoint([listedSbom]));
    registry.put(app, `${fallback}.sbom`, sbom);
    registry.put(app, `${fallback}.sig`, image);
    expect((await list(registry)).found).toEqual([{ ...listedSbom, foundBy: "api" }]);
  });

  it("cost a HEAD each, and none a GET", async () => {
    const registry = await fake(endpoint([]));
    await list(registry);
    const heads = registry.seen.filter(({ method }) => method === "HEAD").map(({ url }) => url);
    expect(heads.toSorted()).toEqual(
      ["att", "sbom", "sig"].map((suffix) => `/v2/team/app/manifests/${fallback}.${suffix}`),
    );
    expect(asked(registry)).toHaveLength(1);
  });
});
