import { AsyncLocalStorage } from "node:async_hooks";
import pino from "pino";
import { scrubForLog } from "./log-scrub.ts";
import { textStream } from "./log-text.ts";

interface RequestContext {
  readonly requestId: string;
}

/** Both bundles (server.ts and Next) must see the same storage and the same destination. */
const holder = globalThis as typeof globalThis & {
  longshoreRequest?: AsyncLocalStorage<RequestContext>;
  longshoreLog?: pino.Logger;
};

function storage(): AsyncLocalStorage<RequestContext> {
  holder.longshoreRequest ??= new AsyncLocalStorage();
  return holder.longshoreRequest;
}

/** Runs `work` so that everything it logs, however deep, carries the request's id. */
export function withRequestId<T>(requestId: string, work: () => T): T {
  return storage().run({ requestId }, work);
}

/** Id of the request being served, when there is one. */
export function currentRequestId(): string | undefined {
  return storage().getStore()?.requestId;
}

/** A logger on `destination`. Secrets are removed before anything is written (lib/log-scrub.ts). */
export function createLogger(destination: pino.DestinationStream, level: string): pino.Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      messageKey: "message",
      mixin: () => {
        const requestId = currentRequestId();
        return requestId ? { requestId } : {};
      },
      hooks: {
        logMethod(args, method) {
          method.apply(this, args.map(scrubForLog) as Parameters<typeof method>);
        },
      },
      formatters: { level: (label) => ({ level: label }) },
    },
    destination,
  );
}

/**
 * The process's log, on standard output: JSON lines, or short text at a terminal (LONGSHORE_LOG_FORMAT decides).
 * `log().error({ error }, "what failed")`.
 */
export function log(): pino.Logger {
  if (!holder.longshoreLog) {
    const format = process.env.LONGSHORE_LOG_FORMAT || (process.stdout.isTTY ? "text" : "json");
    const destination =
      format === "text" ? textStream(process.stdout) : pino.destination({ dest: 1, sync: true });
    holder.longshoreLog = createLogger(destination, process.env.LONGSHORE_LOG_LEVEL || "info");
  }
  return holder.longshoreLog;
}
