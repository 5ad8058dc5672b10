import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { createRegistryClient } from "../client.ts";
import { parseRepositoryName } from "../reference.ts";
import { type Cutter, startCutter } from "../testing/cutter.ts";
import { type DockerRegistry, startDockerRegistry } from "../testing/docker-registry.ts";
import { startRegistryFront } from "../testing/registry-front.ts";
import { impatient, testTarget } from "../testing/target.ts";
import type { BlobSource, RegistryClient } from "../types.ts";
import { sourceOf } from "./source.ts";

const mebibyte = 1024 * 1024;
const app = parseRepositoryName("team/app");
const base = parseRepositoryName("team/base");

/** In the pieces a download comes in; one buffer would be on its way before anything can break. */
function pieces(bytes: Buffer): BlobSource {
  return {
    ...sourceOf(bytes),
    async *open(from) {
      for (let at = from; at < bytes.byteLength; at += 65_536) yield bytes.subarray(at, at + 65_536);
    },
  };
}

async function read(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}

describe("a real registry behind a line that breaks", () => {
  let registry: DockerRegistry;
  let line: Cutter;
  /** Straight to the registry. */
  let direct: RegistryClient;
  let client: RegistryClient;

  beforeAll(async () => {
    registry = await startDockerRegistry();
    line = await startCutter(registry.endpoint);
    direct = createRegistryClient(testTarget(registry.endpoint), impatient);
  });
  afterAll(async () => {
    await line?.stop();
    await registry?.stop();
  });
  beforeEach(() => {
    client = createRegistryClient(testTarget(line.endpoint), impatient);
  });

  it("a download of 40 MB goes on twice where it broke off", async () => {
    const bytes = randomBytes(40 * mebibyte);
    const source = sourceOf(bytes);
    await direct.putBlob(app, source);
    const cuts = line.cuts;
    line.cut("down", 15 * mebibyte);
    const received: Uint8Array[] = [];
    let armed = true;
    for await (const chunk of client.getBlob(app, source)) {
      received.push(chunk);
      if (!armed || line.cuts === cuts) continue;
      armed = false;
      line.cut("down", 5 * mebibyte);
    }
    expect(Buffer.concat(received).equals(bytes)).toBe(true);
    expect(line.cuts).toBe(cuts + 2);
  });

  it("an upload of 40 MB arrives whole", async () => {
    const bytes = randomBytes(40 * mebibyte);
    const source = pieces(bytes);
    const cuts = line.cuts;
    line.cut("up", 15 * mebibyte);
    expect(await client.putBlob(app, source)).toBe("uploaded");
    expect(line.cuts).toBe(cuts + 1);
    expect((await read(direct.getBlob(app, source))).equals(bytes)).toBe(true);
  });

  it("an upload goes in chunks past a proxy that takes no large body, and on where one of them broke off", async () => {
    const front = await startRegistryFront(line.endpoint);
    onTestFinished(front.stop);
    let refused = false;
    front.intercept((method) => {
      if (method !== "PUT" || refused) return undefined;
      refused = true;
      line.cut("up", 15 * mebibyte);
      return { status: 413, type: "text/html", body: "<title>413 Request Entity Too Large</title>" };
    });
    const bytes = randomBytes(32 * mebibyte);
    const behind = createRegistryClient(testTarget(front.endpoint), impatient);
    const cuts = line.cuts;
    expect(await behind.putBlob(app, pieces(bytes))).toBe("uploaded");
    expect(line.cuts).toBe(cuts + 1);
    const methods = front.requests.map((request) => request.split(" ")[0]);
    expect(methods.slice(0, 6)).toEqual(["POST", "PUT", "DELETE", "POST", "PATCH", "PATCH"]);
    expect((await read(direct.getBlob(app, sourceOf(bytes)))).equals(bytes)).toBe(true);
  });

  it("a copy from repository to repository survives a break on either side", async () => {
    const bytes = randomBytes(30 * mebibyte);
    const { digest, size } = sourceOf(bytes);
    await direct.putBlob(base, pieces(bytes));
    for (const direction of ["down", "up"] as const) {
      const target = parseRepositoryName(`team/copy-${direction}`);
      const cuts = line.cuts;
      line.cut(direction, 10 * mebibyte);
      const source: BlobSource = {
        digest,
        size,
        open: (from, signal) => client.getBlob(base, { digest, size }, { from, ...(signal && { signal }) }),
      };
      expect(await client.putBlob(target, source)).toBe("uploaded");
      expect(line.cuts).toBe(cuts + 1);
      expect((await read(direct.getBlob(target, source))).equals(bytes)).toBe(true);
    }
  });

  it("a dozen copies at once within one host do not wait for each other", async () => {
    const sources = Array.from({ length: 12 }, () => randomBytes(2 * mebibyte));
    for (const bytes of sources) await direct.putBlob(base, sourceOf(bytes));
    const target = parseRepositoryName("team/at-once");
    const copies = sources.map((bytes) => {
      const { digest, size } = sourceOf(bytes);
      return direct.putBlob(
        target,
        {
          digest,
          size,
          open: (from) => direct.getBlob(base, { digest, size }, { from, priority: "background" }),
        },
        { priority: "background" },
      );
    });
    expect(new Set(await Promise.all(copies))).toEqual(new Set(["uploaded"]));
  });
});
