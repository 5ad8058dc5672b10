import type { Principal } from "../auth/actor.ts";
import { isDatabaseFull, isDatabaseUnavailable } from "../db/index.ts";
import { AppError, type ErrorDto, toErrorDto } from "../errors.ts";
import { log } from "../log.ts";

/** Gives every thrown thing a code: what the house expects stays, Postgres being away is said, the rest is INTERNAL. */
export function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (isDatabaseFull(error)) {
    return new AppError("DATABASE_UNAVAILABLE", "Postgres has no room to write", {
      reason: "database_disk_full",
      cause: error,
    });
  }
  if (isDatabaseUnavailable(error)) {
    return new AppError("DATABASE_UNAVAILABLE", "Postgres cannot be reached", { cause: error });
  }
  return new AppError("INTERNAL", error instanceof Error ? error.message : "not an Error", { cause: error });
}

/** What the user gets to see. INTERNAL is logged with the request id that he can quote. */
export function failure(error: unknown, principal: Principal, action: string): ErrorDto {
  const known = asAppError(error);
  const { requestId } = principal.client;
  if (known.code === "INTERNAL") {
    log().error({ error: known.cause ?? known, requestId, action, code: known.code }, "operation failed");
  }
  // An outage fails every request alike: a line each, without the same stack a thousand times.
  if (known.code === "DATABASE_UNAVAILABLE") {
    const cause = known.cause instanceof Error ? known.cause.message : known.message;
    log().warn({ requestId, action, code: known.code, cause }, "the database is away");
  }
  return toErrorDto(known, requestId);
}
