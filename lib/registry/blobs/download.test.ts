import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { createRegistryClient } from "../client.ts";
import { digestOf } from "../digest.ts";
import type { FakeRegistry, Fault } from "../testing/fake-registry.ts";
import * as faults from "../testing/faults.ts";
import { app, clientOf, fake } from "../testing/fixture.ts";
import { impatient, testTarget } from "../testing/target.ts";
import type { BlobDescriptor, RegistryClient } from "../types.ts";

const mebibyte = 1024 * 1024;
const content = randomBytes(3 * mebibyte);
const blob: BlobDescriptor = { digest: digestOf(content), size: content.byteLength };

/** All bytes handed out, and what ended them. */
async function read(chunks: AsyncIterable<Uint8Array>): Promise<{ bytes: Buffer; error: unknown }> {
  const all: Uint8Array[] = [];
  try {
    for await (const chunk of chunks) all.push(chunk);
  } catch (error) {
    return { bytes: Buffer.concat(all), error };
  }
  return { bytes: Buffer.concat(all), error: undefined };
}

function firstByte({ headers }: IncomingMessage): number {
  return Number(/^bytes=(\d+)-$/.exec(headers.range ?? "")?.[1] ?? 0);
}

interface Serving {
  /** Bytes after which the connection is lost; Infinity never. */
  readonly breaksAfter?: number;
  readonly ranges?: boolean;
  readonly length?: boolean;
  readonly bytes?: Buffer;
  readonly contentRange?: (start: number) => string;
}

/** Serves a blob as an honest registry would, but for what is set otherwise. */
function serve(how: Serving = {}): Fault {
  const { breaksAfter = Number.POSITIVE_INFINITY, ranges = true, length = true, bytes = content } = how;
  const { contentRange = (start) => `bytes ${start}-${bytes.byteLength - 1}/${bytes.byteLength}` } = how;
  return (request: IncomingMessage, response: ServerResponse) => {
    const start = ranges ? firstByte(request) : 0;
    const part = bytes.subarray(start);
    response.writeHead(start > 0 ? 206 : 200, {
      ...(length ? { "content-length": part.byteLength } : {}),
      ...(start > 0 ? { "content-range": contentRange(start) } : {}),
    });
    if (breaksAfter >= part.byteLength) response.end(part);
    else response.write(part.subarray(0, breaksAfter), () => response.destroy());
  };
}

async function serving(...served: readonly Fault[]): Promise<FakeRegistry> {
  return fake(...served.map((fault) => faults.at("/blobs/", fault)));
}

async function download(client: RegistryClient): Promise<{ bytes: Buffer; error: unknown }> {
  return read(client.getBlob(app, blob));
}

const ranges = ({ seen }: FakeRegistry): (string | undefined)[] => seen.map(({ headers }) => headers.range);
const mismatch = { code: "REGISTRY_REJECTED", reason: "digest_mismatch" };

describe("a blob as a stream", () => {
  it("is the content, with a length and without", async () => {
    for (const length of [true, false]) {
      const { bytes, error } = await download(clientOf(await serving(serve({ length }))));
      expect(error).toBeUndefined();
      expect(bytes.equals(content)).toBe(true);
    }
  });

  it("of no bytes is one too", async () => {
    const empty = { digest: digestOf(new Uint8Array()), size: 0 };
    const registry = await serving(serve({ bytes: Buffer.alloc(0) }));
    expect(await read(clientOf(registry).getBlob(app, empty))).toEqual({
      bytes: Buffer.alloc(0),
      error: undefined,
    });
  });

  it("with other bytes of the same number is not reported to have ended", async () => {
    const bytes = Buffer.from(content);
    bytes[bytes.byteLength - 1] = (bytes.at(-1) ?? 0) ^ 1;
    const { error } = await download(clientOf(await serving(serve({ bytes }))));
    expect(error).toMatchObject({ ...mismatch, params: { expected: blob.digest, actual: digestOf(bytes) } });
  });

  it("that is announced as longer or shorter is not begun", async () => {
    for (const size of [blob.size - 1, blob.size + 1]) {
      const registry = await serving(serve());
      const { bytes, error } = await read(clientOf(registry).getBlob(app, { ...blob, size }));
      expect(error).toMatchObject(mismatch);
      expect(bytes).toHaveLength(0);
    }
  });

  it("without end is read to its declared size and no further", async () => {
    const registry = await serving(faults.flood());
    const { bytes, error } = await download(clientOf(registry));
    expect(error).toMatchObject(mismatch);
    expect(bytes.byteLength).toBeLessThanOrEqual(blob.size);
  });

  it("that a proxy answers with its page is named so", async () => {
    const { bytes, error } = await download(clientOf(await serving(faults.html(200, "Maintenance"))));
    expect(error).toMatchObject({ reason: "unexpected_answer", upstream: "Maintenance" });
    expect(bytes).toHaveLength(0);
  });

  it("that a proxy compressed on the way is inflated, and no further than to its size", async () => {
    const encoded = { "content-type": "application/octet-stream" };
    const { bytes, error } = await download(clientOf(await serving(faults.gzipped(content, encoded))));
    expect(error).toBeUndefined();
    expect(bytes.equals(content)).toBe(true);

    const bomb = faults.gzipped(Buffer.alloc(64 * mebibyte), encoded);
    const much = await download(clientOf(await serving(bomb)));
    expect(much.error).toMatchObject(mismatch);
    expect(much.bytes.byteLength).toBeLessThanOrEqual(blob.size);

    const damaged = faults.answer(200, Buffer.from("no gzip"), { ...encoded, "content-encoding": "gzip" });
    expect((await download(clientOf(await serving(damaged)))).error).toMatchObject(mismatch);
  });

  it("that is gzip itself and called so is the blob as it is", async () => {
    const layer = gzipSync(content);
    const wanted = { digest: digestOf(layer), size: layer.byteLength };
    const headers = { "content-encoding": "gzip", "content-length": String(layer.byteLength) };
    const registry = await serving(faults.answer(200, layer, headers));
    const { bytes, error } = await read(clientOf(registry).getBlob(app, wanted));
    expect(error).toBeUndefined();
    expect(bytes.equals(layer)).toBe(true);
  });

  it("hashed by its reader has the right number of bytes, and no more is said of it", async () => {
    const bytes = Buffer.alloc(content.byteLength);
    const client = clientOf(await serving(serve({ bytes })));
    expect((await read(client.getBlob(app, blob, { hashed: false }))).error).toBeUndefined();
    const short = clientOf(await serving(serve({ bytes: bytes.subarray(1) })));
    expect((await read(short.getBlob(app, blob, { hashed: false }))).error).toMatchObject(mismatch);
  });

  it("that is not there is not there", async () => {
    expect((await download(clientOf(await fake()))).error).toMatchObject({ reason: "blob_unknown" });
  });

  it("is handed out from where it is wanted", async () => {
    for (const can of [true, false]) {
      const registry = await serving(serve({ ranges: can }));
      const { bytes, error } = await read(clientOf(registry).getBlob(app, blob, { from: mebibyte + 1 }));
      expect(error).toBeUndefined();
      expect(bytes.equals(content.subarray(mebibyte + 1))).toBe(true);
    }
    const registry = await serving(serve());
    expect((await read(clientOf(registry).getBlob(app, blob, { from: blob.size }))).bytes).toHaveLength(0);
    expect(registry.seen).toEqual([]);
  });
});

describe("a connection lost on the way", () => {
  it("is resumed where it was lost", async () => {
    const registry = await serving(faults.times(2, serve({ breaksAfter: mebibyte })), serve());
    const { bytes, error } = await download(clientOf(registry));
    expect(error).toBeUndefined();
    expect(bytes.equals(content)).toBe(true);
    const [first, second, third] = ranges(registry);
    expect(first).toBeUndefined();
    expect(second).toMatch(/^bytes=\d+-$/);
    expect(third).toMatch(/^bytes=\d+-$/);
    expect(registry.seen).toHaveLength(3);
  });

  it("is resumed through a body without a length that just ends", async () => {
    const short: Fault = (_request, response) => response.writeHead(200).end(content.subarray(0, 70_000));
    const registry = await serving(faults.times(1, short), serve());
    const { bytes, error } = await download(clientOf(registry));
    expect(error).toBeUndefined();
    expect(bytes.equals(content)).toBe(true);
    expect(ranges(registry)).toEqual([undefined, "bytes=70000-"]);
  });

  it("begins again where Range is not known, and hands no byte out twice", async () => {
    const registry = await serving(
      faults.times(1, serve({ breaksAfter: mebibyte })),
      serve({ ranges: false }),
    );
    const { bytes, error } = await download(clientOf(registry));
    expect(error).toBeUndefined();
    expect(bytes.equals(content)).toBe(true);
  });

  it("with other bytes the second time is noticed", async () => {
    const registry = await serving(
      faults.times(1, serve({ breaksAfter: mebibyte })),
      serve({ bytes: randomBytes(blob.size) }),
    );
    expect((await download(clientOf(registry))).error).toMatchObject(mismatch);
  });

  it.each([
    ["another start", () => `bytes 0-${blob.size - 1}/${blob.size}`],
    ["another total", (start: number) => `bytes ${start}-${blob.size - 1}/${blob.size + 1}`],
    ["more than there is", (start: number) => `bytes ${start}-${blob.size}/*`],
    ["nothing readable", () => "all of it"],
  ])("is not resumed by a part with %s", async (_what, contentRange) => {
    const registry = await serving(
      faults.times(1, serve({ breaksAfter: mebibyte })),
      serve({ contentRange }),
    );
    const { bytes, error } = await download(clientOf(registry));
    expect(error).toMatchObject({ reason: "unexpected_answer", status: 206 });
    expect(content.subarray(0, bytes.byteLength).equals(bytes)).toBe(true);
  });

  it("a part nobody asked for is not the whole", async () => {
    const part = faults.answer(206, content.subarray(0, 10), { "content-range": `bytes 0-9/${blob.size}` });
    const { bytes, error } = await download(clientOf(await serving(part)));
    expect(error).toMatchObject({ reason: "unexpected_answer" });
    expect(bytes).toHaveLength(0);
  });

  it("that is lost again and again without progress ends", async () => {
    const registry = await serving(serve({ breaksAfter: 1000 }));
    const { bytes, error } = await download(clientOf(registry));
    expect(error).toMatchObject({ code: "REGISTRY_REJECTED", reason: "connection_reset" });
    expect(content.subarray(0, bytes.byteLength).equals(bytes)).toBe(true);
    expect(registry.seen).toHaveLength(impatient.attempts);
  });

  it("a body that ends too early each time is not the blob", async () => {
    const registry = await serving((request, response) => {
      const start = firstByte(request);
      const range = { "content-range": `bytes ${start}-${blob.size - 1}/${blob.size}` };
      response
        .writeHead(start === 0 ? 200 : 206, start === 0 ? {} : range)
        .end(content.subarray(start, start + 9));
    });
    expect((await download(clientOf(registry))).error).toMatchObject(mismatch);
    expect(registry.seen).toHaveLength(impatient.attempts);
  });

  it("and a blob that has shrunk meanwhile is not the one", async () => {
    const registry = await serving(faults.times(1, serve({ breaksAfter: mebibyte })), faults.answer(416));
    expect((await download(clientOf(registry))).error).toMatchObject(mismatch);
  });
});

describe("silence and impatience", () => {
  const half: Fault = (_request, response) => {
    response.writeHead(200, { "content-length": blob.size }).write(content.subarray(0, mebibyte));
  };

  it("silence in the middle is a lost connection, silence for ever a timeout", async () => {
    const patience = { ...impatient, deadline: 300 };
    const once = await serving(faults.times(1, half), serve());
    const { bytes, error } = await read(
      createRegistryClient(testTarget(once.endpoint), patience).getBlob(app, blob),
    );
    expect(error).toBeUndefined();
    expect(bytes.equals(content)).toBe(true);
    const always = await serving((request, response, next) =>
      firstByte(request) === 0
        ? half(request, response, next)
        : response
            .writeHead(206, { "content-range": `bytes ${firstByte(request)}-${blob.size - 1}/*` })
            .flushHeaders(),
    );
    const silent = read(createRegistryClient(testTarget(always.endpoint), patience).getBlob(app, blob));
    expect((await silent).error).toMatchObject({ code: "TIMEOUT" });
  });

  it("the reader's own time is not the registry's", async () => {
    const registry = await serving(serve());
    const client = createRegistryClient(testTarget(registry.endpoint), { ...impatient, deadline: 200 });
    let size = 0;
    for await (const chunk of client.getBlob(app, blob)) {
      if (size === 0) await delay(500);
      size += chunk.byteLength;
    }
    expect(size).toBe(blob.size);
    expect(registry.seen).toHaveLength(1);
  });

  it("slow bytes are no silence, however long the whole takes", async () => {
    const patience = { ...impatient, deadline: 500 };
    const slowly: Fault = (_request, response) => {
      response.writeHead(200, { "content-length": blob.size });
      let at = 0;
      const timer = setInterval(() => {
        response.write(content.subarray(at, at + blob.size / 8));
        at += blob.size / 8;
        if (at < blob.size) return;
        clearInterval(timer);
        response.end();
      }, 100);
    };
    const registry = await serving(slowly);
    const { error } = await read(
      createRegistryClient(testTarget(registry.endpoint), patience).getBlob(app, blob),
    );
    expect(error).toBeUndefined();
    expect(registry.seen).toHaveLength(1);
  });

  it("cancelling ends it at once and lets go of the connection", async () => {
    let closed: Promise<unknown> = Promise.resolve();
    const registry = await serving((request, response, next) => {
      closed = new Promise((resolve) => response.once("close", resolve));
      half(request, response, next);
    });
    const controller = new AbortController();
    const chunks = clientOf(registry).getBlob(app, blob, { signal: controller.signal });
    const reading = read(
      (async function* () {
        for await (const chunk of chunks) {
          controller.abort();
          yield chunk;
        }
      })(),
    );
    expect((await reading).error).toMatchObject({ code: "CANCELLED" });
    await closed;
  });

  it("who stops reading lets go of the connection", async () => {
    let closed: Promise<unknown> = Promise.resolve();
    const registry = await serving((request, response, next) => {
      closed = new Promise((resolve) => response.once("close", resolve));
      half(request, response, next);
    });
    for await (const _chunk of clientOf(registry).getBlob(app, blob)) break;
    await closed;
  });
});

describe("a blob that lies elsewhere", () => {
  it("is fetched there without Authorization, each time by way of the registry", async () => {
    const store = await fake(faults.times(1, serve({ breaksAfter: mebibyte })), serve());
    const registry = await serving((request, response) =>
      request.headers.authorization === undefined
        ? response.writeHead(401, { "www-authenticate": "Basic" }).end()
        : response.writeHead(307, { location: `${store.endpoint}/store?signature=x` }).end(),
    );
    const credential = { kind: "basic", username: "anna", secret: "s3cret" } as const;
    const { bytes, error } = await download(clientOf(registry, { credential, tokenHosts: [store.endpoint] }));
    expect(error).toBeUndefined();
    expect(bytes.equals(content)).toBe(true);
    expect(store.seen.map(({ authorization }) => authorization)).toEqual([undefined, undefined]);
    expect(ranges(store)[1]).toMatch(/^bytes=\d+-$/);
  });

  it("in the private network is not reached", async () => {
    const inside = await fake();
    const registry = await serving(faults.answer(307, "", { location: `${inside.endpoint}/secret` }));
    expect((await download(clientOf(registry))).error).toMatchObject({ reason: "egress_refused" });
    expect(inside.seen).toEqual([]);
  });
});
