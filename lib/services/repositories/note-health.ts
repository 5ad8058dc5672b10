import { db } from "#lib/db/index.ts";
import { AppError, type ErrorCode, type ErrorReason, toErrorDto } from "#lib/errors.ts";
import { recordHealth } from "../registries/index.ts";

/** What says nothing of the registry: we were told to stop, it is not there to be asked, our own house is on fire. */
const ofNobody: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "CANCELLED",
  "CONFLICT",
  "DATABASE_UNAVAILABLE",
  "NOT_FOUND",
]);

const ofTheRegistry: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "REGISTRY_UNREACHABLE",
  "REGISTRY_UNAUTHORIZED",
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
function judge(error: unknown, during: "listing" | "repository"): "warn" | "error" | null {
  if (!(error instanceof AppError) || ofNobody.has(error.code)) return null;
  if (error.reason === "listing_refused" || error.code === "RATE_LIMITED") return "warn";
  // A list that cannot be read leaves the page old, whatever the reason: it must say so.
  if (during === "listing") return "error";
  const unclear = error.code === "REGISTRY_UNAUTHORIZED" && !ofTheCredential.has(error.reason);
  return ofTheRegistry.has(error.code) && !unclear ? "error" : null;
}

/**
 * Keeps on the registry how a conversation with it went; silent while nothing changed. A repository that answers does
 * not heal a listing that is refused.
 */
export async function noteHealth(
  registryId: string,
  during: "listing" | "repository",
  outcome: "ok" | { readonly error: unknown },
): Promise<void> {
  const before = await db().registry.findUnique({
    where: { id: registryId },
    select: { health: true },
  });
  if (!before) return;
  if (outcome === "ok") {
    const healed = before.health !== "ok" && (during === "listing" || before.health !== "warn");
    if (healed) await recordHealth(registryId, { health: "ok" });
    return;
  }
  const health = judge(outcome.error, during);
  if (health) await recordHealth(registryId, { health, error: toErrorDto(outcome.error) });
}
