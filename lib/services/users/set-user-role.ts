import { z } from "zod";
import { roles } from "../../auth/permissions.ts";
import { endSessions } from "../../auth/sessions.ts";
import { defineOperation } from "../../operations/index.ts";
import { getUser, keepOneAdministrator, lockUsers, notOneself } from "./guard.ts";

/** Changes a user's role and ends their sessions: nothing begun with the old role goes on. */
export const setUserRole = defineOperation({
  id: "user.setRole",
  permission: "user:manage",
  effect: "database",
  input: z.strictObject({ userId: z.uuid(), role: z.enum(roles) }),
  target: ({ userId }) => ({ targetType: "user", targetId: userId }),
  revalidate: ["/admin/users"],
  run: async (actor, { userId, role }, { tx, audit }) => {
    await lockUsers(tx);
    const user = await getUser(tx, userId);
    audit.target({ targetName: user.username });
    audit.before({ role: user.role });
    audit.after({ role });
    if (user.role === role) return { role };
    if (role !== "administrator") await keepOneAdministrator(tx, user);
    notOneself(actor, user);
    await tx.user.update({ where: { id: userId }, data: { role }, select: { id: true } });
    audit.detail({ sessionsEnded: await endSessions(tx, userId, "role_changed") });
    return { role };
  },
});
