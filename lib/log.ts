import pino from "pino";

/** The process's log: one JSON object a line, on standard output. */
export const log = pino({ name: "longshore", level: process.env.LONGSHORE_LOG_LEVEL ?? "info" });
