import { db } from "#lib/db/index.ts";
import { AppError, type ErrorCode, toErrorDto } from "#lib/errors.ts";
import { recordHealth } from "../registries/index.ts";

const ofTheRegistry: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "REGISTRY_UNREACHABLE",
  "REGISTRY_UNAUTHORIZED",
  "TLS_UNTRUSTED",
  "TIMEOUT",
]);

/** What a failure says of the registry as a whole; null when it speaks of one repository only. */
function judge(error: unknown): "warn" | "error" | null {
  if (!(error instanceof AppError)) return null;
  if (error.reason === "listing_refused") return "warn";
  return ofTheRegistry.has(error.code) && error.reason !== "permission_missing" ? "error" : null;
}

/**
 * Keeps on the registry how a conversation with it went; silent while nothing changed. A repository that answers does
 * not heal a listing that is refused.
 */
export async function noteHealth(
  registryId: string,
  outcome: { readonly ok: "listing" | "repository" } | { readonly error: unknown },
): Promise<void> {
  const before = await db().registry.findUnique({
    where: { id: registryId },
    select: { health: true },
  });
  if (!before) return;
  if ("ok" in outcome) {
    const healed = before.health !== "ok" && (outcome.ok === "listing" || before.health !== "warn");
    if (healed) await recordHealth(registryId, { health: "ok" });
    return;
  }
  const health = judge(outcome.error);
  if (health) await recordHealth(registryId, { health, error: toErrorDto(outcome.error) });
}
