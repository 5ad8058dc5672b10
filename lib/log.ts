import pino from "pino";

const holder = globalThis as typeof globalThis & { longshoreLog?: pino.Logger };

/** The process's log, on standard output. `log().error({ error }, "what failed")`. */
export function log(): pino.Logger {
  holder.longshoreLog ??= pino({ level: process.env.LONGSHORE_LOG_LEVEL || "info", messageKey: "message" });
  return holder.longshoreLog;
}
