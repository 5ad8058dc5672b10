import { z } from "zod";
import { seal } from "#lib/crypto/index.ts";
import { databaseNow, notify, Prisma } from "#lib/db/index.ts";
import { defineOperation } from "#lib/operations/index.ts";
import { originBeside, type ProductId, type RegistryTarget } from "#lib/registry/index.ts";
import { auditSelect, auditTarget, auditView } from "./audit-view.ts";
import { type CredentialChange, decideCredential } from "./decide-credential.ts";
import {
  certificateOf,
  endpointOf,
  keyIdIn,
  nameKey,
  productField,
  registryFields,
  registryId,
  tokenHostsField,
  tokenOriginsOf,
  wholeSecret,
} from "./fields.ts";
import { secretRow } from "./open-target.ts";
import { settingsField, settingsOf, storedSettings } from "./product-settings.ts";
import { lockRegistry, refusingTakenName } from "./stored-registry.ts";

function credentialColumns(
  change: CredentialChange,
  id: string,
  username: string,
  now: Date,
): Prisma.RegistryUpdateInput {
  switch (change.kind) {
    case "keep":
      return { username };
    case "clear":
      return { username: null, sealedSecret: null, secretChangedAt: null };
    case "replace": {
      const sealedSecret = seal(change.secret, secretRow(id));
      return { username: change.username, sealedSecret, secretChangedAt: now };
    }
  }
}

/** What was found at another address, or with another certificate or account, says nothing about the new one. */
const forgetFindings = {
  health: "unknown",
  healthError: Prisma.DbNull,
  healthCheckedAt: null,
} satisfies Prisma.RegistryUpdateInput;

type Place = Pick<RegistryTarget, "product" | "endpoint" | "settings"> & { readonly username: string | null };

/** Who else is shown the credential of a registry like this. */
function besideOf({ username, ...place }: Place): string | null {
  return originBeside({
    ...place,
    id: "",
    credential: username ? { kind: "basic", username, secret: "" } : { kind: "anonymous" },
    credentialId: "",
    skipTlsVerify: false,
    allowPrivate: false,
    tokenHosts: [],
  });
}

/** Changes a registry. Who may keep the stored secret is decided in decide-credential.ts. */
export const updateRegistry = defineOperation({
  id: "registry.update",
  permission: "registry:manage",
  effect: "database",
  input: z.strictObject({
    registryId,
    ...registryFields,
    /** Absent: it stays. */
    product: productField.optional(),
    tokenHosts: tokenHostsField.optional(),
    settings: settingsField.optional(),
  }),
  target: ({ registryId: id }) => auditTarget(id),
  revalidate: ({ registryId: id }) => [
    "/",
    "/registries",
    `/registries/${id}`,
    `/registries/${id}/-/settings`,
  ],
  run: async (_actor, input, { tx, audit }) => {
    const before = await lockRegistry(tx, input.registryId);
    audit.target(auditTarget(before.id, before.name));
    const was = before.product as ProductId;
    const product = input.product ?? was;
    const endpoint = endpointOf(product, input.endpoint);
    const kept = storedSettings(was, before.settings);
    const settings = settingsOf(product, input.settings ?? (product === was ? kept : undefined), endpoint);
    const credential = decideCredential(
      { ...before, api: besideOf({ ...before, product: was, settings: kept }), keyId: keyIdIn(kept) },
      {
        username: input.username,
        secret: wholeSecret(input, settings),
        endpoint,
        api: besideOf({ product, endpoint, settings, username: input.username }),
        keyId: keyIdIn(settings),
      },
    );
    const caCertificate = certificateOf(input.caCertificate);
    const moved = endpoint !== before.endpoint;
    const reconnects =
      moved ||
      product !== was ||
      credential.kind !== "keep" ||
      input.username !== before.username ||
      JSON.stringify(settings) !== JSON.stringify(kept) ||
      caCertificate !== before.caCertificate ||
      input.skipTlsVerify !== before.skipTlsVerify ||
      input.allowPrivate !== before.allowPrivate;
    // Token hosts were approved for the old address only.
    const tokenHosts = input.tokenHosts ?? (moved ? [] : before.tokenHosts);
    const write = tx.registry.update({
      where: { id: before.id },
      data: {
        name: input.name,
        nameKey: nameKey(input.name),
        product,
        endpoint,
        description: input.description,
        caCertificate,
        skipTlsVerify: input.skipTlsVerify,
        allowPrivate: input.allowPrivate,
        ...credentialColumns(credential, before.id, input.username, await databaseNow(tx)),
        tokenHosts: tokenOriginsOf(tokenHosts, endpoint),
        settings,
        ...(reconnects ? forgetFindings : {}),
        ...(moved || product !== was ? { capabilities: {} } : {}),
      },
      select: auditSelect,
    });
    const after = await refusingTakenName(input.name, write);
    const hasSecret = credential.kind === "replace" || (credential.kind === "keep" && before.hasSecret);
    audit.before(auditView(before, before.hasSecret));
    audit.after(auditView(after, hasSecret));
    audit.detail({ credentialChange: credential.kind });
    await notify(tx, { topic: "registry", id: before.id });
    return { registryId: before.id, hasSecret, reconnects };
  },
});
