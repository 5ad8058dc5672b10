import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, onTestFinished } from "vitest";
import { createRegistryClient } from "../client.ts";
import type { CopyEvent, CopyPlace } from "../copy/types.ts";
import { digestOf } from "../digest.ts";
import { ociManifest } from "../media-types.ts";
import { parseRepositoryName, parseTag } from "../reference.ts";
import type { Digest, RegistryClient, Tag } from "../types.ts";
import { type DockerRegistry, startDockerRegistry } from "./docker-registry.ts";
import { bytesOf, descriptorOf, rawManifest, type TestManifest } from "./images.ts";
import { skopeoCopy } from "./skopeo.ts";
import { impatient, testTarget } from "./target.ts";

export const mebibyte = 1024 * 1024;
export const tag = parseTag("1.0");

export function clientAt(endpoint: string): RegistryClient {
  return createRegistryClient(testTarget(endpoint), impatient);
}

export function placeAt(endpoint: string, repository: string, reference: Tag = tag): CopyPlace {
  return { client: clientAt(endpoint), repository: parseRepositoryName(repository), reference };
}

/** Two real registries for all tests of a file. */
export async function twoRegistries(): Promise<readonly [DockerRegistry, DockerRegistry]> {
  const both = await Promise.all([startDockerRegistry(), startDockerRegistry()]);
  afterAll(() => Promise.all(both.map((registry) => registry.stop())));
  return both;
}

/** An image of layers that do not compress, of so many bytes each. */
export function layeredImage(...sizes: readonly number[]): TestManifest {
  const layers = sizes.map((size) => randomBytes(size));
  const config = bytesOf({ os: "linux", architecture: "amd64", rootfs: { type: "layers", diff_ids: [] } });
  const body = {
    schemaVersion: 2,
    mediaType: ociManifest,
    config: descriptorOf(config, "application/vnd.oci.image.config.v1+json"),
    layers: layers.map((layer) => descriptorOf(layer, "application/vnd.oci.image.layer.v1.tar")),
  };
  return rawManifest(body, ociManifest, [config, ...layers]);
}

/** Events in the order they came, and something to do when one of them comes. */
export function listener(react: (event: CopyEvent) => void = () => undefined): {
  readonly events: CopyEvent[];
  readonly onEvent: (event: CopyEvent) => void;
} {
  const events: CopyEvent[] = [];
  return {
    events,
    onEvent: (event) => {
      events.push(event);
      react(event);
    },
  };
}

/** The digest of the tag's manifest as skopeo has it after pulling all it names, each byte against its digest. */
export async function pulledBySkopeo(endpoint: string, repository: string): Promise<Digest> {
  const folder = mkdtempSync(join(tmpdir(), "longshore-skopeo-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  await skopeoCopy(folder, [testTarget(endpoint), `${repository}:${tag}`], `dir:${join(folder, "image")}`);
  return digestOf(readFileSync(join(folder, "image", "manifest.json")));
}
