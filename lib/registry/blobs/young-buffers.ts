import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { shared } from "../transport/shared.ts";

/** So much may lie about: of less, the collections cost more than the memory is worth. Bytes. */
const most = 16 * 1024 * 1024;

type CollectYoung = () => void;
const state = shared("young-buffers", () => ({ flowed: 0, collect: undefined as CollectYoung | undefined }));

/** Node hands out V8's collector to who asks for it by flag, and to nobody else in the process: the flag is taken back. */
function collector(): CollectYoung {
  setFlagsFromString("--expose-gc");
  const gc = runInNewContext("gc") as NodeJS.GCFunction;
  setFlagsFromString("--no-expose-gc");
  return () => gc({ type: "minor" });
}

/**
 * Told of every piece of a stream that was read: after each 16 MB of them all together, young objects are collected, a matter of
 * a millisecond. Left to itself V8 waits until four times that lies in buffers nobody needs: it sees small objects, not what
 * they hold (docs/adr/0020).
 */
export function flowed(bytes: number): void {
  state.flowed += bytes;
  if (state.flowed < most) return;
  state.flowed = 0;
  state.collect ??= collector();
  state.collect();
}
