import { AsyncLocalStorage } from "node:async_hooks";
import type { ConnectionStep } from "#lib/registry/connection-types.ts";

type Sink = (step: ConnectionStep) => void;

// An operation answers once, at its end. The steps on the way to it reach whoever watches through the call's own context,
// so that a test watched by nobody and one watched by a browser are the same operation.
const sinks = new AsyncLocalStorage<Sink>();

/** Runs `work`; steps told inside it go to `sink`. */
export function watchingSteps<T>(sink: Sink, work: () => Promise<T>): Promise<T> {
  return sinks.run(sink, work);
}

/** Tells the watcher of this call, if there is one. */
export function tellStep(step: ConnectionStep): void {
  sinks.getStore()?.(step);
}
