import type { Principal } from "#lib/auth/index.ts";
import type { Result } from "#lib/errors.ts";
import { findPrincipal, toResponse } from "#lib/operations/web.ts";
import type { ConnectionReport, ConnectionStep } from "#lib/registry/connection-types.ts";
import { type ConnectionTestLine, watchingSteps } from "#lib/services/registries/index.ts";
import { listenerOf, streamLines } from "../stream-lines.ts";

function lastLine(result: Result<ConnectionReport>): ConnectionTestLine {
  return result.ok ? { type: "report", report: result.data } : { type: "error", error: result.error };
}

/**
 * Answers with the steps of a connection test as NDJSON, each line when it happens, the report last. What is refused before
 * the first step (not signed in, wrong input) is an ordinary JSON answer with its status. When the browser goes away, `run`'s
 * signal is aborted and with it every request to the registry.
 */
export async function streamConnectionTest(
  request: Request,
  action: string,
  run: (principal: Principal, signal: AbortSignal) => Promise<Result<ConnectionReport>>,
): Promise<Response> {
  const found = await findPrincipal(action);
  if ("error" in found) return toResponse({ ok: false, error: found.error });
  const listener = listenerOf(request);
  const waiting: ConnectionStep[] = [];
  const first = Promise.withResolvers<null>();
  let tell = (step: ConnectionStep): void => {
    waiting.push(step);
    first.resolve(null);
  };
  const ended = watchingSteps(
    (step) => tell(step),
    () => run(found.principal, listener.signal),
  );
  const early = await Promise.race([first.promise, ended]);
  if (early !== null && !early.ok) return toResponse(early);
  return streamLines<ConnectionTestLine>(listener, async (write) => {
    for (const step of waiting) write({ type: "step", step });
    tell = (step) => write({ type: "step", step });
    write(lastLine(await ended));
  });
}
