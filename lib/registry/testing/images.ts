import { gzipSync } from "node:zlib";
import { digestOf } from "../digest.ts";
import * as types from "../media-types.ts";
import type { Descriptor, Digest } from "../types.ts";

/** Content ready to be stored: everything a manifest refers to, then the manifest. */
export interface TestManifest {
  readonly mediaType: string;
  readonly raw: Uint8Array;
  readonly digest: Digest;
  readonly blobs: readonly Uint8Array[];
  readonly children: readonly TestManifest[];
}

export function bytesOf(value: unknown): Uint8Array {
  return Buffer.from(typeof value === "string" ? value : JSON.stringify(value));
}

export function descriptorOf(bytes: Uint8Array, mediaType: string): Descriptor {
  return { mediaType, digest: digestOf(bytes), size: bytes.byteLength };
}

/** Any JSON as a manifest, right or wrong. */
export function rawManifest(
  body: unknown,
  mediaType: string,
  blobs: readonly Uint8Array[] = [],
  children: readonly TestManifest[] = [],
): TestManifest {
  const raw = bytesOf(body);
  return { mediaType, raw, digest: digestOf(raw), blobs, children };
}

export interface ImageOptions {
  readonly architecture?: string;
  readonly oci?: boolean;
  readonly text?: string;
  readonly config?: object;
}

/** A small image of one layer and four history entries, Docker schema 2 unless `oci`. */
export function testImage(options: ImageOptions = {}): TestManifest {
  const { architecture = "amd64", oci = false, text = "hello" } = options;
  const layer = gzipSync(`layer of ${text}`);
  const config = bytesOf({
    os: "linux",
    architecture,
    created: "2024-05-06T07:08:09Z",
    config: {
      Cmd: ["/bin/hello"],
      Env: ["PATH=/bin"],
      ExposedPorts: { "80/tcp": {} },
      Labels: { text },
      Volumes: null,
    },
    rootfs: { type: "layers", diff_ids: [digestOf(bytesOf(`layer of ${text}`))] },
    history: [
      { created: "2024-05-06T07:08:08Z", created_by: "/bin/sh -c #(nop) ADD file:abc in / " },
      {
        created: "2024-05-06T07:08:09Z",
        created_by: '/bin/sh -c #(nop)  CMD ["/bin/hello"]',
        empty_layer: true,
      },
    ],
    ...options.config,
  });
  const body = {
    schemaVersion: 2,
    mediaType: oci ? types.ociManifest : types.dockerManifest,
    config: descriptorOf(
      config,
      oci ? "application/vnd.oci.image.config.v1+json" : "application/vnd.docker.container.image.v1+json",
    ),
    layers: [
      descriptorOf(
        layer,
        oci
          ? "application/vnd.oci.image.layer.v1.tar+gzip"
          : "application/vnd.docker.image.rootfs.diff.tar.gzip",
      ),
    ],
  };
  return rawManifest(body, body.mediaType, [config, layer]);
}

/** An OCI index (or Docker manifest list) of amd64 and arm64; `attested` adds BuildKit's provenance for the first. */
export function testIndex(
  options: { readonly oci?: boolean; readonly attested?: boolean; readonly text?: string } = {},
): TestManifest {
  const { oci = true, attested = false, text = "multi" } = options;
  const images = ["amd64", "arm64"].map((architecture) =>
    testImage({ architecture, oci, text: `${text} ${architecture}` }),
  );
  const attestations = attested && images[0] !== undefined ? [attestationFor(images[0])] : [];
  const body = {
    schemaVersion: 2,
    mediaType: oci ? types.ociIndex : types.dockerList,
    manifests: [
      ...images.map((image, index) => ({
        ...descriptorOf(image.raw, image.mediaType),
        platform: {
          os: "linux",
          architecture: index === 0 ? "amd64" : "arm64",
          ...(index === 0 ? {} : { variant: "v8" }),
        },
      })),
      ...attestations.map((attestation) => ({
        ...descriptorOf(attestation.raw, attestation.mediaType),
        platform: { os: "unknown", architecture: "unknown" },
        annotations: {
          "vnd.docker.reference.type": "attestation-manifest",
          "vnd.docker.reference.digest": images[0]?.digest ?? "",
        },
      })),
    ],
  };
  return rawManifest(body, body.mediaType, [], [...images, ...attestations]);
}

/** As `helm push` stores a chart: an OCI manifest whose config is not an image's. */
export function testHelmChart(): TestManifest {
  const config = bytesOf({ name: "demo", version: "0.1.0", apiVersion: "v2" });
  const chart = gzipSync("demo chart");
  const body = {
    schemaVersion: 2,
    mediaType: types.ociManifest,
    config: descriptorOf(config, "application/vnd.cncf.helm.config.v1+json"),
    layers: [descriptorOf(chart, "application/vnd.cncf.helm.chart.content.v1.tar+gzip")],
    annotations: { "org.opencontainers.image.title": "demo" },
  };
  return rawManifest(body, body.mediaType, [config, chart]);
}

/** An artifact that says something about another manifest: an SBOM unless told otherwise. */
export function testReferrer(
  subject: TestManifest,
  options: { readonly artifactType?: string; readonly text?: string } = {},
): TestManifest {
  const { artifactType = "application/spdx+json", text = "sbom" } = options;
  const config = bytesOf({});
  const layer = bytesOf({ about: subject.digest, text });
  const body = {
    schemaVersion: 2,
    mediaType: types.ociManifest,
    artifactType,
    config: descriptorOf(config, types.ociEmpty),
    layers: [descriptorOf(layer, artifactType)],
    subject: descriptorOf(subject.raw, subject.mediaType),
    annotations: { "org.opencontainers.image.title": text },
  };
  return rawManifest(body, body.mediaType, [config, layer]);
}

/** The descriptor of such a one in a list of referrers. */
export function listedReferrer(
  manifest: TestManifest,
  artifactType = "application/spdx+json",
  text = "sbom",
): Descriptor {
  return {
    ...descriptorOf(manifest.raw, manifest.mediaType),
    artifactType,
    annotations: { "org.opencontainers.image.title": text },
  };
}

function attestationFor(image: TestManifest): TestManifest {
  const config = bytesOf({
    os: "unknown",
    architecture: "unknown",
    config: {},
    rootfs: { type: "layers", diff_ids: [] },
  });
  const statement = bytesOf({
    _type: "https://in-toto.io/Statement/v0.1",
    subject: [{ digest: { sha256: image.digest.slice(7) } }],
  });
  const body = {
    schemaVersion: 2,
    mediaType: types.ociManifest,
    config: descriptorOf(config, "application/vnd.oci.image.config.v1+json"),
    layers: [descriptorOf(statement, "application/vnd.in-toto+json")],
  };
  return rawManifest(body, body.mediaType, [config, statement]);
}
