import { open } from "#lib/crypto/index.ts";
import { db } from "#lib/db/index.ts";
import { AppError } from "#lib/errors.ts";
import type { Capabilities, Credential, ProductId, RegistryTarget } from "#lib/registry/types.ts";
import { storedSettings } from "./product-settings.ts";

/** Associated data of a registry's sealed secret: an envelope opens only in the row it was sealed for. */
export function secretRow(registryId: string): string {
  return `registry:${registryId}`;
}

/**
 * Everything needed to talk to a stored registry, its secret unsealed. Keep it on the stack: never log, store or send it.
 * Throws NOT_FOUND, CONFLICT/registry_disabled, INTERNAL/secret_key_wrong.
 */
export async function openTarget(registryId: string): Promise<RegistryTarget> {
  const row = await db().registry.findUnique({
    where: { id: registryId },
    select: {
      id: true,
      name: true,
      product: true,
      endpoint: true,
      username: true,
      sealedSecret: true,
      secretChangedAt: true,
      caCertificate: true,
      skipTlsVerify: true,
      allowPrivate: true,
      tokenHosts: true,
      settings: true,
      capabilities: true,
      disabledAt: true,
    },
  });
  if (!row) throw new AppError("NOT_FOUND", `no registry ${registryId}`);
  if (row.disabledAt) {
    throw new AppError("CONFLICT", `registry ${registryId} is disabled`, {
      reason: "registry_disabled",
      params: { registry: row.name },
    });
  }
  const credential: Credential =
    row.username !== null && row.sealedSecret !== null
      ? { kind: "basic", username: row.username, secret: open(row.sealedSecret, secretRow(row.id)) }
      : { kind: "anonymous" };
  const { product: seenAs } = row.capabilities as Partial<Capabilities>;
  return {
    id: row.id,
    product: row.product as ProductId,
    ...(seenAs === undefined ? {} : { seenAs }),
    endpoint: row.endpoint,
    credential,
    // Tokens are cached under this: a new secret or user name must not meet the old one's tokens.
    credentialId:
      credential.kind === "anonymous"
        ? "anonymous"
        : `${row.secretChangedAt?.getTime() ?? 0}:${credential.username}`,
    ...(row.caCertificate === null ? {} : { caCertificate: row.caCertificate }),
    skipTlsVerify: row.skipTlsVerify,
    allowPrivate: row.allowPrivate,
    tokenHosts: row.tokenHosts,
    settings: storedSettings(row.product, row.settings),
  };
}
