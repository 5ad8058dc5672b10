import { AppError, type ErrorCode, type ErrorDto } from "#lib/errors.ts";

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

/** A HEAD, manifest or config that gets no answer, while its registry and others of its repository do (`Silences`). */
export function isAlone({ params }: ErrorDto): boolean {
  return params?.alone !== undefined;
}

/** Whether going on with the other tags makes no sense. Everything that is no AppError does. */
export function endsRun(error: unknown): boolean {
  return !(error instanceof AppError) || (ending.has(error.code) && error.params?.alone === undefined);
}

/** The registry says there is no such thing (any more). */
export function isAbsent(error: unknown): boolean {
  return error instanceof AppError && error.code === "NOT_FOUND";
}

/**
 * What befell the registry, not the repository that was asked for, and may be over in a moment: it is asked again by
 * itself. Not a refused password: repeating that locks accounts.
 */
export const passingCodes: readonly ErrorCode[] = [
  "REGISTRY_UNREACHABLE",
  "TIMEOUT",
  "TLS_UNTRUSTED",
  "RATE_LIMITED",
];

/** Whether what stands on a registry's row may be over by itself; a whole listing that makes no sense may, too. */
export function passes({ code }: ErrorDto): boolean {
  return passingCodes.includes(code) || code === "REGISTRY_REJECTED";
}

/**
 * Milliseconds for which the registry still wants no request; 0 when it did not say.
 * @param age milliseconds since it said so, by the clock it was written with. Well below zero: that clock was set back,
 *   and nobody waits until it gets there again.
 */
export function pauseLeft({ params }: ErrorDto, age: number): number {
  const asked = typeof params?.seconds === "number" ? params.seconds * 1000 : 0;
  return age < -60_000 ? 0 : Math.max(0, asked - Math.max(0, age));
}

/** Whether a run's failure will meet every other repository of the registry as well. */
export function isOfRegistry(error: unknown): boolean {
  return (
    error instanceof AppError && (passingCodes.includes(error.code) || error.reason === "credentials_refused")
  );
}
