import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { digestOf } from "../digest.ts";
import { parseDigest } from "../reference.ts";
import type { BlobSource } from "../types.ts";
import { Replay } from "./replay.ts";
import { sourceOf } from "./source.ts";

async function read(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}

function inPieces(bytes: Uint8Array, length: number): BlobSource {
  return {
    ...sourceOf(bytes),
    async *open(from) {
      for (let at = from; at < bytes.byteLength; at += length) yield bytes.subarray(at, at + length);
    },
  };
}

describe("a source read in pieces and again", () => {
  it("gives the same bytes wherever it is taken up, whole or given up half-way", async () => {
    const step = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      length: fc.double({ min: 0, max: 1, noNaN: true }),
      giveUp: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 1, maxLength: 200 }),
        fc.integer({ min: 1, max: 50 }),
        fc.array(step, { maxLength: 12 }),
        async (bytes, piece, steps) => {
          const content = new Replay(inPieces(bytes, piece), undefined);
          let reached = 0;
          for (const { at, length, giveUp } of steps) {
            // A registry has what it was sent, or less of it.
            const start = Math.floor(at * reached);
            const most = Math.floor(length * (bytes.byteLength - start));
            content.seek(start);
            let position = start;
            for await (const chunk of content.take(most)) {
              expect(chunk).toEqual(bytes.subarray(position, position + chunk.byteLength));
              position += chunk.byteLength;
              if (giveUp) break;
            }
            if (!giveUp) expect(position).toBe(start + most);
            reached = Math.max(reached, position);
            expect(content.furthest).toBe(reached);
          }
          content.seek(0);
          expect(await read(content.take(bytes.byteLength))).toEqual(Buffer.from(bytes));
        },
      ),
    );
  });

  it("never hands out the last byte of something else", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 1, maxLength: 200 }),
        fc.integer({ min: 1, max: 50 }),
        fc.nat(),
        async (bytes, piece, where) => {
          const other = Uint8Array.from(bytes);
          other[where % bytes.byteLength] = (other[where % bytes.byteLength] ?? 0) ^ 1;
          const content = new Replay({ ...inPieces(other, piece), digest: digestOf(bytes) }, undefined);
          let size = 0;
          const reading = (async () => {
            for await (const chunk of content.take(bytes.byteLength)) size += chunk.byteLength;
          })();
          await expect(reading).rejects.toMatchObject({ code: "INVALID_INPUT", reason: "digest_mismatch" });
          expect(size).toBeLessThan(bytes.byteLength);
          expect(content.failure).toMatchObject({ reason: "digest_mismatch" });
        },
      ),
    );
  });

  it("of no bytes is judged by its digest too", async () => {
    const wrong = { ...sourceOf(new Uint8Array()), digest: parseDigest(`sha256:${"e".repeat(64)}`) };
    await expect(read(new Replay(wrong, undefined).take(0))).rejects.toMatchObject({
      reason: "digest_mismatch",
    });
  });

  it("does not mix in a piece that comes when nobody waits for it any more", async () => {
    const bytes = Buffer.from("abcdefgh");
    const late: (() => void)[] = [];
    let opened = 0;
    const content = new Replay(
      {
        ...sourceOf(bytes),
        async *open(from) {
          opened += 1;
          if (opened === 1) await new Promise<void>((resolve) => late.push(resolve));
          yield bytes.subarray(from);
        },
      },
      undefined,
    );
    const abandoned = content.take(8).next();
    content.seek(0);
    const reading = read(content.take(8));
    for (const come of late) come();
    await expect(abandoned).rejects.toThrow("nobody waits");
    expect((await reading).toString()).toBe("abcdefgh");
    expect(content.failure).toBeUndefined();
  });
});
