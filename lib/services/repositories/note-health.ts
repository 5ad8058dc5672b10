import { countIndexRuns } from "#lib/catalog/index.ts";
import { bulk, db } from "#lib/db/index.ts";
import { AppError, type ErrorCode, type ErrorDto, type ErrorReason, toErrorDto } from "#lib/errors.ts";
import { createRegistryClient, type Patience } from "#lib/registry/index.ts";
import { type HealthReport, openTarget, recordHealth } from "../registries/index.ts";

/** What says nothing of the registry: we were told to stop, it is not there to be asked, our own house is on fire. */
const ofNobody: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "CANCELLED",
  "CONFLICT",
  "DATABASE_UNAVAILABLE",
  "NOT_FOUND",
]);

/** No answer: the registry's silence, or that of whatever keeps this one repository. */
const silence: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "REGISTRY_UNREACHABLE",
  "TLS_UNTRUSTED",
  "TIMEOUT",
]);

/** Of 401 and 403, those that speak of the credential itself: the same answer comes for one repository that is not there. */
const ofTheCredential: ReadonlySet<ErrorReason | undefined> = new Set<ErrorReason | undefined>([
  "credentials_refused",
  "token_host_unapproved",
  "token_refused",
]);

/** What a failure says of the registry as a whole; null when it may speak of one repository only. */
function judge(error: unknown, during: "listing" | "ping" | "repository"): HealthReport | null {
  if (!(error instanceof AppError) || ofNobody.has(error.code)) return null;
  const report = (health: "warn" | "error") => ({ health, error: toErrorDto(error) });
  if (error.reason === "listing_refused" || error.code === "RATE_LIMITED") return report("warn");
  // A list that cannot be read leaves the page old, whatever the reason: it must say so.
  if (during === "listing") return report("error");
  const unclear = error.code === "REGISTRY_UNAUTHORIZED" && !ofTheCredential.has(error.reason);
  if (unclear) return null;
  return during === "ping" || error.code === "REGISTRY_UNAUTHORIZED" ? report("error") : null;
}

/** What keeps the registry itself from answering; null when it answers. */
async function askRegistry(registryId: string, patience?: Patience): Promise<HealthReport | null> {
  try {
    await createRegistryClient(await openTarget(registryId), patience).ping();
    return null;
  } catch (error) {
    return judge(error, "ping");
  }
}

/** Whose failure ended a repository's run. */
export interface Blame {
  /** As it stands on the repository's row. `params.alone`: the registry itself answered at the time. */
  readonly error: ErrorDto;
  /** The registry's share; null when the failure is the repository's own. */
  readonly registry: HealthReport | null;
}

/** A repository that never answers does not make its registry fail: when one is silent, the registry is asked. `patience` is for tests. */
export async function findBlame(registryId: string, error: unknown, patience?: Patience): Promise<Blame> {
  const dto = toErrorDto(error);
  if (!(error instanceof AppError && silence.has(error.code))) {
    return { error: dto, registry: judge(error, "repository") };
  }
  const registry = await askRegistry(registryId, patience);
  return { error: registry ? dto : { ...dto, params: { ...dto.params, alone: 1 } }, registry };
}

/** More of its repositories are silent by themselves than were read: then it is the registry, whatever it answers itself. */
async function mostAreSilent(registryId: string): Promise<boolean> {
  const { alone, well } = await countIndexRuns(bulk, registryId);
  return alone > 1 && alone > well;
}

/** Keeps on the registry how a run that failed went, once the repository's own row says so. */
export async function noteBlame(registryId: string, { error, registry }: Blame): Promise<void> {
  if (registry) await recordHealth(registryId, registry);
  else if (error.params?.alone && (await mostAreSilent(registryId))) {
    await recordHealth(registryId, { health: "error", error });
  }
}

/** Keeps on the registry why it could not be listed. */
export async function noteUnlisted(registryId: string, error: unknown): Promise<void> {
  const report = judge(error, "listing");
  if (report) await recordHealth(registryId, report);
}

/**
 * Keeps on the registry that it answered; silent while nothing changed. A repository that answers does not heal a listing
 * that is refused.
 */
export async function noteAnswer(registryId: string, during: "listing" | "repository"): Promise<void> {
  const before = await db().registry.findUnique({ where: { id: registryId }, select: { health: true } });
  if (!before || before.health === "ok") return;
  if (during === "repository" && before.health === "warn") return;
  if (!(await mostAreSilent(registryId))) await recordHealth(registryId, { health: "ok" });
}
