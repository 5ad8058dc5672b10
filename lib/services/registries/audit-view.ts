import type { AuditTarget } from "#lib/audit/index.ts";
import type { Prisma } from "#lib/db/index.ts";
import { storedSettings } from "./product-settings.ts";

/** What the audit log may know of a registry: everything but the secret, which is told as present or not. */
export const auditSelect = {
  id: true,
  name: true,
  product: true,
  endpoint: true,
  description: true,
  username: true,
  caCertificate: true,
  skipTlsVerify: true,
  allowPrivate: true,
  tokenHosts: true,
  settings: true,
  disabledAt: true,
} satisfies Prisma.RegistrySelect;

type AuditRow = Prisma.RegistryGetPayload<{ select: typeof auditSelect }>;

export function auditView(row: AuditRow, hasSecret: boolean) {
  return {
    name: row.name,
    product: row.product,
    endpoint: row.endpoint,
    description: row.description,
    username: row.username,
    password: hasSecret,
    caCertificate: row.caCertificate !== null,
    skipTlsVerify: row.skipTlsVerify,
    allowPrivate: row.allowPrivate,
    tokenHosts: row.tokenHosts,
    ...settingsView(row),
    disabled: row.disabledAt !== null,
  };
}

function settingsView({ product, settings }: AuditRow) {
  const { kind, ...told } = storedSettings(product, settings);
  return kind === "none" ? {} : told;
}

export function auditTarget(registryId: string, name?: string): AuditTarget {
  return { targetType: "registry", targetId: registryId, registryId, ...(name ? { targetName: name } : {}) };
}
