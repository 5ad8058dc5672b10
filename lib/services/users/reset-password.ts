import { z } from "zod";
import { endSessions } from "../../auth/sessions.ts";
import { hashPassword } from "../../crypto/index.ts";
import { databaseNow } from "../../db/index.ts";
import { AppError } from "../../errors.ts";
import { defineOperation } from "../../operations/index.ts";
import { getUser, lockUsers, notOneself } from "./guard.ts";
import { passwordIsNotName, passwordSchema } from "./names.ts";

/** Gives another user a new password and ends their sessions. One's own needs the current one: see account.changePassword. */
export const resetPassword = defineOperation({
  id: "user.resetPassword",
  permission: "user:manage",
  effect: "database",
  input: z.strictObject({ userId: z.uuid(), password: passwordSchema }),
  target: ({ userId }) => ({ targetType: "user", targetId: userId }),
  revalidate: ["/admin/users"],
  prepare: (_actor, { password }) => hashPassword(password),
  run: async (actor, { userId, password }, { tx, audit }, passwordHash) => {
    await lockUsers(tx);
    const user = await getUser(tx, userId);
    audit.target({ targetName: user.username });
    notOneself(actor, user);
    if (!passwordIsNotName({ username: user.username, password })) {
      throw new AppError("INVALID_INPUT", "password is the name", {
        fields: { password: "password_is_username" },
      });
    }
    await tx.user.update({
      where: { id: userId },
      data: { passwordHash, passwordChangedAt: await databaseNow(tx) },
      select: { id: true },
    });
    audit.detail({ sessionsEnded: await endSessions(tx, userId, "password_reset") });
    return {};
  },
});
