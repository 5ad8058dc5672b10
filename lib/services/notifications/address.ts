import { createHash, randomBytes } from "node:crypto";
import { z } from "zod";
import { bulk, db, notify, type Tx } from "#lib/db/index.ts";
import { AppError } from "#lib/errors.ts";
import { type AuditNotes, defineOperation, defineRead } from "#lib/operations/index.ts";
import { reachRegistry } from "../repositories/index.ts";

/** 256 bits: nobody finds it by trying, so its hash needs neither salt nor time. */
const newSecret = () => randomBytes(32).toString("base64url");
const hashOf = (secret: string) => createHash("sha256").update(secret).digest("hex");

const input = z.strictObject({ registryId: z.string().max(64) });
const target = ({ registryId }: z.infer<typeof input>) => ({
  targetType: "registry",
  targetId: registryId,
  registryId,
});
const settingsOf = ({ registryId }: z.infer<typeof input>) => [`/registries/${registryId}/-/settings`];

/** What settings show of a registry's notifications; the secret is shown once, when it is made. */
export interface NotificationsView {
  readonly since: string;
  readonly lastReceivedAt: string | null;
  readonly received: number;
  readonly refused: number;
}

/** null: turned off. */
export const getNotifications = defineRead({
  id: "registry.notifications",
  permission: "registry:manage",
  input,
  run: async (_actor, { registryId }): Promise<NotificationsView | null> => {
    const { id } = await reachRegistry(registryId);
    const row = await db().notificationAddress.findUnique({
      where: { registryId: id },
      select: { createdAt: true, lastReceivedAt: true, received: true, refused: true },
    });
    return (
      row && {
        since: row.createdAt.toISOString(),
        lastReceivedAt: row.lastReceivedAt?.toISOString() ?? null,
        received: Number(row.received),
        refused: Number(row.refused),
      }
    );
  },
});

/** What both operations are. */
const ofAddress = {
  permission: "registry:manage",
  effect: "database",
  input,
  target,
  revalidate: settingsOf,
} as const;

/** Forgets the address of now, if there is one, and says so to open pages. */
async function forgetAddress(
  registryId: string,
  { tx, audit }: { readonly tx: Tx; readonly audit: AuditNotes },
) {
  const { id, name } = await reachRegistry(registryId);
  audit.target({ targetName: name });
  const { count } = await tx.notificationAddress.deleteMany({ where: { registryId: id } });
  audit.before({ notifications: count > 0 });
  await notify(tx, { topic: "registry", id });
  return { id, wasOn: count > 0 };
}

/** Makes the address a registry posts its notifications to, in place of any before. Its secret is told here and never again. */
export const turnOnNotifications = defineOperation({
  id: "registry.turnOnNotifications",
  ...ofAddress,
  run: async (_actor, { registryId }, context) => {
    const { id } = await forgetAddress(registryId, context);
    context.audit.after({ notifications: true });
    const secret = newSecret();
    await context.tx.notificationAddress.create({
      data: { registryId: id, secretHash: hashOf(secret) },
      select: { registryId: true },
    });
    return { path: `/api/events/${secret}` };
  },
});

/** Forgets the address: what is posted to it from now on is not found. What was told stays. */
export const turnOffNotifications = defineOperation({
  id: "registry.turnOffNotifications",
  ...ofAddress,
  run: async (_actor, { registryId }, context) => {
    const { id, wasOn } = await forgetAddress(registryId, context);
    if (!wasOn) throw new AppError("NOT_FOUND", "notifications are off");
    context.audit.after({ notifications: false });
    return { registryId: id };
  },
});

/** The registry whose secret this is, or null. What is looked up is the hash: how long that takes tells nothing of any secret. */
export async function findBySecret(secret: string): Promise<string | null> {
  const [row] = await bulk.query<{ id: string }>(
    `SELECT "registryId"::text AS id FROM "NotificationAddress" WHERE "secretHash" = $1`,
    [hashOf(secret)],
  );
  return row?.id ?? null;
}

/** Counts what came, for the settings page. */
export async function countReceived(registryId: string, received: number, refused: number): Promise<void> {
  await bulk.query(
    `UPDATE "NotificationAddress" SET "lastReceivedAt" = now(), "received" = "received" + $2, "refused" = "refused" + $3
     WHERE "registryId" = $1::uuid`,
    [registryId, received, refused],
  );
}
