import { log } from "../log.ts";

type Hook = () => Promise<void> | void;

interface Shutdown {
  readonly controller: AbortController;
  readonly hooks: Map<string, Hook>;
}

const holder = globalThis as typeof globalThis & { longshoreShutdown?: Shutdown };

function state(): Shutdown {
  holder.longshoreShutdown ??= { controller: new AbortController(), hooks: new Map() };
  return holder.longshoreShutdown;
}

/** Aborted when the process begins to end. Streams end themselves on it, so that the server can close. */
export function shutdownSignal(): AbortSignal {
  return state().controller.signal;
}

/**
 * Registers work for the end of the process: handing jobs back, closing what is open. All hooks run side by side while the
 * database still answers. A second registration under one name replaces the first (hot reload).
 */
export function onShutdown(name: string, hook: Hook): void {
  state().hooks.set(name, hook);
}

/** Runs one step of the end; one that throws or exceeds `ms` is logged by its name and holds up nobody. */
export async function endStep(name: string, ms: number, step: Hook): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`took longer than ${ms} ms`)), ms);
  });
  try {
    await Promise.race([Promise.resolve().then(step), deadline]);
  } catch (error) {
    log().error({ error, step: name }, "a shutdown step failed");
  } finally {
    clearTimeout(timer);
  }
}

/** Aborts the signal and runs the hooks, each for at most `ms`. */
export async function runShutdown(ms: number): Promise<void> {
  const { controller, hooks } = state();
  controller.abort();
  await Promise.all([...hooks].map(([name, hook]) => endStep(name, ms, hook)));
}
