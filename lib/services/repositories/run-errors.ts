import { AppError, type ErrorCode } from "#lib/errors.ts";

/** What befalls one manifest does not end a run; what befalls the registry does, at once. */
const ending: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "CANCELLED",
  "DATABASE_UNAVAILABLE",
  "INTERNAL",
  "RATE_LIMITED",
  "REGISTRY_UNAUTHORIZED",
  "REGISTRY_UNREACHABLE",
  "TIMEOUT",
  "TLS_UNTRUSTED",
]);

/** Whether going on with the other tags makes no sense. Everything that is no AppError does. */
export function endsRun(error: unknown): boolean {
  return !(error instanceof AppError) || ending.has(error.code);
}

/** The registry says there is no such thing (any more). */
export function isAbsent(error: unknown): boolean {
  return error instanceof AppError && error.code === "NOT_FOUND";
}
