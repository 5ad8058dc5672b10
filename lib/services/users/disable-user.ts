import { z } from "zod";
import { endSessions } from "../../auth/sessions.ts";
import { databaseNow } from "../../db/index.ts";
import { defineOperation } from "../../operations/index.ts";
import { getUser, keepOneAdministrator, lockUsers, notOneself } from "./guard.ts";

/** Locks a user out, sessions included. What they did stays on record under their name. */
export const disableUser = defineOperation({
  id: "user.disable",
  permission: "user:manage",
  effect: "database",
  input: z.strictObject({ userId: z.uuid() }),
  target: ({ userId }) => ({ targetType: "user", targetId: userId }),
  revalidate: ["/admin/users"],
  run: async (actor, { userId }, { tx, audit }) => {
    await lockUsers(tx);
    const user = await getUser(tx, userId);
    audit.target({ targetName: user.username });
    audit.before({ disabled: user.disabledAt !== null });
    audit.after({ disabled: true });
    await keepOneAdministrator(tx, user);
    notOneself(actor, user);
    if (user.disabledAt === null) {
      const disabledAt = await databaseNow(tx);
      await tx.user.update({ where: { id: userId }, data: { disabledAt }, select: { id: true } });
    }
    audit.detail({ sessionsEnded: await endSessions(tx, userId, "user_disabled") });
    return {};
  },
});

/** Lets a disabled user in again, with the password and role they had. */
export const enableUser = defineOperation({
  id: "user.enable",
  permission: "user:manage",
  effect: "database",
  input: z.strictObject({ userId: z.uuid() }),
  target: ({ userId }) => ({ targetType: "user", targetId: userId }),
  revalidate: ["/admin/users"],
  run: async (_actor, { userId }, { tx, audit }) => {
    await lockUsers(tx);
    const user = await getUser(tx, userId);
    audit.target({ targetName: user.username });
    audit.before({ disabled: user.disabledAt !== null });
    audit.after({ disabled: false });
    await tx.user.update({ where: { id: userId }, data: { disabledAt: null }, select: { id: true } });
    return {};
  },
});
