import { db } from "#lib/db/index.ts";
import type { ErrorDto } from "#lib/errors.ts";
import type { Patience } from "#lib/registry/index.ts";

/** Milliseconds. */
export interface Delays {
  /** Before a registry that is away is asked again; doubled each time, and how often that is done. */
  readonly first: number;
  readonly tries: number;
  /** A run that has to wait longer gives its place to another one meanwhile. */
  readonly inPlace: number;
  /** The longest pause a registry may ask for without ending the run; the schedule takes it up again afterwards. */
  readonly longest: number;
  /** Before it is looked whether another instance is through with a repository. */
  readonly elsewhere: number;
  readonly database: number;
  /** With one request, where it is not the registry client's own. */
  readonly patience?: Patience;
}

export const defaultDelays: Delays = {
  first: 5_000,
  tries: 5,
  inPlace: 5_000,
  longest: 15 * 60_000,
  elsewhere: 1_000,
  database: 2_000,
};

const passing: ReadonlySet<string> = new Set(["REGISTRY_UNREACHABLE", "TIMEOUT", "RATE_LIMITED"]);

/** Whether a failure may be over in a moment. */
export const isPassing = ({ code }: ErrorDto): boolean => passing.has(code);

/** Whether a failure is the registry's, so that every other repository would meet it as well. */
export async function registryIsAway(registryId: string, { code }: ErrorDto): Promise<boolean> {
  if (code === "RATE_LIMITED") return true;
  if (!passing.has(code) && code !== "REGISTRY_UNAUTHORIZED" && code !== "TLS_UNTRUSTED") return false;
  // The repository's run asked the registry itself, and wrote down what it said.
  const row = await db().registry.findUnique({ where: { id: registryId }, select: { health: true } });
  return row?.health === "error";
}

/** Milliseconds until a registry that failed is asked again; null: no more, what it said ends the run. */
export function waitAfter(error: ErrorDto, tries: number, delays: Delays): number | null {
  if (error.code === "RATE_LIMITED") {
    const asked = typeof error.params?.seconds === "number" ? error.params.seconds * 1000 : delays.first * 12;
    return asked <= delays.longest ? asked : null;
  }
  // A refused password asked again locks accounts; a certificate does not mend itself.
  return passing.has(error.code) && tries < delays.tries ? delays.first * 2 ** tries : null;
}
