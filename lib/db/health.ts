import { AppError } from "../errors.ts";
import { pool } from "./client.ts";
import { pendingMigrations, readMigrations } from "./migrations.ts";

export interface DatabaseHealth {
  readonly database: "ok" | "unavailable";
  /** Undefined while the database does not answer. */
  readonly migrations?: "ok" | "pending";
}

/** Whether the database answers and has this version's tables. Never throws; takes at most about five seconds. */
export async function databaseHealth(root = process.cwd()): Promise<DatabaseHealth> {
  try {
    const pending = await pendingMigrations(pool(), readMigrations(root));
    return { database: "ok", migrations: pending.length === 0 ? "ok" : "pending" };
  } catch {
    return { database: "unavailable" };
  }
}

const unavailableCodes = new Set([
  // Prisma: cannot reach, timed out, closed, pool exhausted, transaction could not start
  ...["P1001", "P1002", "P1008", "P1017", "P2024", "P2028", "P2037"],
  // Node
  ...["ECONNREFUSED", "ECONNRESET", "ENOENT", "EPIPE", "ETIMEDOUT", "ENOTFOUND", "EAI_AGAIN"],
  // Postgres: shutting down, crashed, starting up, too many connections
  ...["57P01", "57P02", "57P03", "53300"],
]);
const unavailableKinds = new Set([
  "DatabaseNotReachable",
  "ConnectionClosed",
  "SocketTimeout",
  "TooManyConnections",
]);
const unavailableWords =
  /timeout exceeded when trying to connect|Connection terminated|server closed the connection|not queryable/i;

/** What is said inside an error; Prisma keeps what the driver said in `meta`, not in `cause`. */
function inside(error: object): unknown[] {
  const { cause, meta, driverAdapterError } = error as Record<string, unknown>;
  return [cause, meta, driverAdapterError];
}

/** Postgres could not write because its disk has no room (SQLSTATE 53100). It still answers and loses nothing. */
export function isDatabaseFull(error: unknown, depth = 0): boolean {
  if (depth > 5 || typeof error !== "object" || error === null) return false;
  const { code, originalCode } = error as Record<string, unknown>;
  if (code === "53100" || originalCode === "53100") return true;
  return inside(error).some((inner) => isDatabaseFull(inner, depth + 1));
}

/**
 * Tells "the database is away" from an error in what was asked. Signed-in users must not be signed out, and nothing may
 * be reported as absent, because Postgres restarts.
 */
export function isDatabaseUnavailable(error: unknown, depth = 0): boolean {
  if (depth > 5 || typeof error !== "object" || error === null) return false;
  // It says what failed: a registry's refused connection has the code that ours to Postgres would have.
  if (error instanceof AppError) return error.code === "DATABASE_UNAVAILABLE";
  const { code, kind, message } = error as Record<string, unknown>;
  if (typeof code === "string" && (unavailableCodes.has(code) || code.startsWith("08"))) return true;
  if (typeof kind === "string" && unavailableKinds.has(kind)) return true;
  if (typeof message === "string" && unavailableWords.test(message)) return true;
  if (error instanceof AggregateError && error.errors.some((one) => isDatabaseUnavailable(one, depth + 1)))
    return true;
  return inside(error).some((inner) => isDatabaseUnavailable(inner, depth + 1));
}
