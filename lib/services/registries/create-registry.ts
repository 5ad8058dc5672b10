import { z } from "zod";
import { seal } from "#lib/crypto/index.ts";
import { databaseNow, notify, type Tx } from "#lib/db/index.ts";
import { type AuditNotes, defineOperation } from "#lib/operations/index.ts";
import { auditSelect, auditTarget, auditView } from "./audit-view.ts";
import {
  certificateOf,
  endpointOf,
  nameKey,
  productField,
  registryFields,
  requireWholeCredential,
  tokenHostsField,
  tokenOriginsOf,
  wholeSecret,
} from "./fields.ts";
import { secretRow } from "./open-target.ts";
import { settingsField, settingsOf } from "./product-settings.ts";
import { refusingTakenName } from "./stored-registry.ts";

const input = z.strictObject({
  ...registryFields,
  product: productField,
  tokenHosts: tokenHostsField.default([]),
  settings: settingsField.optional(),
});
export type NewRegistry = z.output<typeof input>;

/** Connects a registry. It need not answer now: what the test says is shown before, and the sync records what it finds. */
export const createRegistry = defineOperation({
  id: "registry.create",
  permission: "registry:manage",
  effect: "database",
  input,
  target: ({ name }) => ({ targetType: "registry", targetName: name }),
  revalidate: ["/", "/registries"],
  run: async (_actor, registry, { tx, audit }) => insertRegistry(tx, audit, registry),
});

/** The row of a new registry, its secret sealed into it, and what the audit log is told. Throws CONFLICT/name_taken. */
export async function insertRegistry(
  tx: Tx,
  audit: AuditNotes,
  input: NewRegistry,
): Promise<{ readonly registryId: string }> {
  const endpoint = endpointOf(input.product, input.endpoint);
  const settings = settingsOf(input.product, input.settings, endpoint);
  const secret = wholeSecret(input, settings);
  requireWholeCredential(input.username, secret);
  const write = tx.registry.create({
    data: {
      name: input.name,
      nameKey: nameKey(input.name),
      product: input.product,
      endpoint,
      description: input.description,
      caCertificate: certificateOf(input.caCertificate),
      skipTlsVerify: input.skipTlsVerify,
      allowPrivate: input.allowPrivate,
      username: input.username === "" ? null : input.username,
      tokenHosts: tokenOriginsOf(input.tokenHosts, endpoint),
      settings,
    },
    select: auditSelect,
  });
  const row = await refusingTakenName(input.name, write);
  if (secret !== "") {
    // In a second step: the seal binds the row's id.
    const sealedSecret = seal(secret, secretRow(row.id));
    await tx.registry.update({
      where: { id: row.id },
      data: { sealedSecret, secretChangedAt: await databaseNow(tx) },
      select: { id: true },
    });
  }
  audit.target(auditTarget(row.id, row.name));
  audit.after(auditView(row, secret !== ""));
  await notify(tx, { topic: "registry", id: row.id });
  return { registryId: row.id };
}
