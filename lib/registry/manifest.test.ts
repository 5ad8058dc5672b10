import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AppError } from "../errors.ts";
import { parseManifest, readManifest } from "./manifest.ts";
import { dockerManifest, ociArtifactManifest, ociIndex, ociManifest } from "./media-types.ts";
import { bytesOf, descriptorOf, testHelmChart, testImage, testIndex } from "./testing/images.ts";

const config = descriptorOf(bytesOf("{}"), "application/vnd.oci.empty.v1+json");

describe("parseManifest", () => {
  it("tells images, artifacts and indexes apart", () => {
    const kinds = [
      testImage(),
      testImage({ oci: true }),
      testHelmChart(),
      testIndex(),
      testIndex({ oci: false }),
    ].map(({ raw, mediaType }) => parseManifest(raw, mediaType).kind);
    expect(kinds).toEqual(["image", "image", "artifact", "index", "index"]);
  });

  it("takes artifactType for what it is, and its subject and annotations along", () => {
    const subject = testImage();
    const body = {
      schemaVersion: 2,
      config,
      layers: [],
      artifactType: "application/vnd.example.sbom",
      subject: descriptorOf(subject.raw, subject.mediaType),
      annotations: { note: "x", wrong: 1, __proto__: "kept out" },
    };
    expect(parseManifest(bytesOf(body), ociManifest)).toMatchObject({
      kind: "artifact",
      artifactType: "application/vnd.example.sbom",
      subject: subject.digest,
      annotations: { note: "x" },
    });
  });

  it("reads the withdrawn artifact manifest", () => {
    const blob = descriptorOf(bytesOf("x"), "text/plain");
    const raw = bytesOf({ mediaType: ociArtifactManifest, artifactType: "text/spdx", blobs: [blob] });
    expect(parseManifest(raw, ociArtifactManifest)).toMatchObject({
      kind: "artifact",
      artifactType: "text/spdx",
      layers: [blob],
    });
  });

  it("gives an index's children their roles", () => {
    const image = testImage();
    const entry = descriptorOf(image.raw, image.mediaType);
    const body = {
      manifests: [
        entry,
        { ...entry, platform: { os: "windows", architecture: "amd64", "os.version": "10.0.1" } },
        { ...entry, artifactType: "application/vnd.example" },
        { ...entry, platform: { os: "unknown", architecture: "unknown" } },
        {
          ...entry,
          annotations: {
            "vnd.docker.reference.type": "attestation-manifest",
            "vnd.docker.reference.digest": "no",
          },
        },
      ],
    };
    const parsed = parseManifest(bytesOf(body), ociIndex);
    if (parsed.kind !== "index") throw new Error("an index");
    expect(parsed.manifests.map(({ role }) => role)).toEqual([
      "platform",
      "platform",
      "artifact",
      "artifact",
      "attestation",
    ]);
    expect(parsed.manifests[1]?.platform).toEqual({
      os: "windows",
      architecture: "amd64",
      osVersion: "10.0.1",
    });
    expect(parsed.manifests[4]?.refersTo).toBeUndefined();
  });

  it.each([
    ["no descriptor", { schemaVersion: 2, layers: [] }],
    ["a digest of another kind", { config: { ...config, digest: "md5:abc" }, layers: [] }],
    ["a negative size", { config: { ...config, size: -1 }, layers: [] }],
    ["a size beyond integers", { config: { ...config, size: 2 ** 60 }, layers: [] }],
    ["a layer that is none", { config, layers: ["x"] }],
    ["too many layers", { config, layers: Array(1001).fill(config) }],
  ])("refuses %s", (_what, body) => {
    expect(() => parseManifest(bytesOf(body), ociManifest)).toThrow(AppError);
  });

  it("throws nothing but AppError for any JSON", () => {
    const types = fc.constantFrom(
      ociManifest,
      ociIndex,
      dockerManifest,
      ociArtifactManifest,
      "",
      "text/html",
    );
    fc.assert(
      fc.property(
        fc.json(),
        types,
        fc.option(fc.constantFrom("config", "layers", "manifests")),
        (json, type, key) => {
          const raw = bytesOf(key === null ? json : `{"schemaVersion":2,"${key}":${json}}`);
          try {
            readManifest(type, raw);
          } catch (error) {
            if (!(error instanceof AppError)) throw error;
          }
        },
      ),
      { numRuns: 1000 },
    );
  });

  it("survives the deepest nesting that fits", () => {
    const deep = Buffer.from(`{"manifests":${"[".repeat(2_000_000)}${"]".repeat(2_000_000)}}`);
    expect(() => parseManifest(deep, ociIndex)).toThrow(AppError);
  });
});
