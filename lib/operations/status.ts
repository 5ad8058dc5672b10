import type { ErrorCode } from "../errors.ts";

/** The HTTP status an error travels under. The body carries the code; the status is for machines in between. */
export const statusOf: Readonly<Record<ErrorCode, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  INVALID_INPUT: 400,
  NOT_FOUND: 404,
  CONFLICT: 409,
  RATE_LIMITED: 429,
  UNSUPPORTED: 422,
  REGISTRY_UNREACHABLE: 502,
  REGISTRY_UNAUTHORIZED: 502,
  REGISTRY_REJECTED: 502,
  TLS_UNTRUSTED: 502,
  DOCKER_UNREACHABLE: 502,
  DOCKER_REJECTED: 502,
  DATABASE_UNAVAILABLE: 503,
  TIMEOUT: 504,
  CANCELLED: 499,
  INTERNAL: 500,
};
