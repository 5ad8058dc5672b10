import { expect, it } from "vitest";
import { flowed } from "./young-buffers.ts";

const megabyte = 1024 * 1024;

it("does not let the buffers of a stream that was read lie about", () => {
  const before = process.memoryUsage().arrayBuffers;
  let most = 0;
  for (let read = 0; read < 256; read += 1) {
    const chunk = Buffer.allocUnsafeSlow(megabyte).fill(read);
    flowed(chunk.byteLength);
    most = Math.max(most, process.memoryUsage().arrayBuffers - before);
  }
  // Sixteen, and what was there in the middle of one round.
  expect(most).toBeLessThan(40 * megabyte);
  expect("gc" in globalThis).toBe(false);
});
