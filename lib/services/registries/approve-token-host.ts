import { z } from "zod";
import { notify } from "#lib/db/index.ts";
import { defineOperation } from "#lib/operations/index.ts";
import { auditTarget } from "./audit-view.ts";
import { registryId, tokenOriginOf } from "./fields.ts";
import { lockRegistry } from "./stored-registry.ts";

/**
 * Lets one more origin receive this registry's credential as its token server. Always somebody's explicit, recorded
 * decision: a registry that names a token server elsewhere gets no credential sent there by itself (CVE-2026-33540).
 */
export const approveTokenHost = defineOperation({
  id: "registry.approveTokenHost",
  permission: "registry:manage",
  effect: "database",
  input: z.strictObject({ registryId, tokenHost: z.string().trim().max(300) }),
  target: ({ registryId: id }) => auditTarget(id),
  revalidate: ({ registryId: id }) => [`/registries/${id}/-/settings`],
  run: async (_actor, input, { tx, audit }) => {
    const before = await lockRegistry(tx, input.registryId);
    audit.target(auditTarget(before.id, before.name));
    const origin = tokenOriginOf(input.tokenHost, before.endpoint);
    const tokenHosts = [...new Set([...before.tokenHosts, origin])];
    audit.before({ tokenHosts: before.tokenHosts });
    audit.after({ tokenHosts });
    await tx.registry.update({ where: { id: before.id }, data: { tokenHosts }, select: { id: true } });
    await notify(tx, { topic: "registry", id: before.id });
    return { registryId: before.id, tokenHosts };
  },
});
