import { z } from "zod";
import { endSessions, type SessionClaim, startSession } from "../../auth/sessions.ts";
import { hashPassword, verifyPassword } from "../../crypto/index.ts";
import { databaseNow, db } from "../../db/index.ts";
import { AppError, type ValidationKey } from "../../errors.ts";
import { defineOperation } from "../../operations/index.ts";
import { forgiveAttempt, limitsFor, takeAttempt } from "../sessions/throttle.ts";
import { passwordIsNotName, passwordSchema } from "../users/names.ts";

const wrongField = (field: string, key: ValidationKey) =>
  new AppError("INVALID_INPUT", `${field}: ${key}`, { fields: { [field]: key } });

/**
 * Changes one's own password. Needs the current one (a stolen session must not be enough), ends every session and starts a new
 * one for this browser: the caller sets its cookie.
 */
export const changePassword = defineOperation({
  id: "account.changePassword",
  permission: "account:manage",
  effect: "database",
  input: z
    .strictObject({ currentPassword: z.string().min(1).max(1_000), newPassword: passwordSchema })
    .refine(({ currentPassword, newPassword }) => currentPassword !== newPassword, {
      path: ["newPassword"],
      error: "password_unchanged",
    }),
  target: () => ({ targetType: "user" }),
  prepare: async (actor, { currentPassword, newPassword }, { audit }) => {
    audit.target({ targetId: actor.userId, targetName: actor.username });
    if (!passwordIsNotName({ username: actor.username, password: newPassword })) {
      throw wrongField("newPassword", "password_is_username");
    }
    const user = await db().user.findUniqueOrThrow({
      where: { id: actor.userId },
      select: { passwordHash: true },
    });
    // A session left open is no licence to guess: the same counters as for signing in, one for each session.
    const limits = limitsFor({ account: actor.userId, address: undefined, device: actor.sessionId });
    await takeAttempt(limits);
    if (!(await verifyPassword(user.passwordHash, currentPassword))) {
      throw wrongField("currentPassword", "password_wrong");
    }
    await forgiveAttempt(limits);
    return { was: user.passwordHash, is: await hashPassword(newPassword) };
  },
  run: async (actor, _input, { tx, client, audit }, password): Promise<SessionClaim> => {
    const { count } = await tx.user.updateMany({
      where: { id: actor.userId, passwordHash: password.was, disabledAt: null },
      data: { passwordHash: password.is, passwordChangedAt: await databaseNow(tx) },
    });
    if (count === 0) throw wrongField("currentPassword", "password_wrong");
    const others = await endSessions(tx, actor.userId, "password_changed", { except: actor.sessionId });
    await endSessions(tx, actor.userId, "renewed", { only: actor.sessionId });
    audit.detail({ sessionsEnded: others });
    return startSession(tx, actor.userId, client);
  },
});
