import { z } from "zod";
import { type SessionClaim, startSession } from "../../auth/sessions.ts";
import { verifyPassword } from "../../crypto/index.ts";
import { databaseNow, db } from "../../db/index.ts";
import { AppError } from "../../errors.ts";
import { defineOperation } from "../../operations/index.ts";
import { usernameKey } from "../users/names.ts";
import { genuineDevice, issueDevice } from "./device.ts";
import { forgiveAttempt, limitsFor, takeAttempt } from "./throttle.ts";

export interface SignedIn extends SessionClaim {
  /** To be kept by the browser in the device cookie. */
  readonly device: string;
  readonly locale: string | null;
  readonly theme: string | null;
}

// The same for a name nobody has, a wrong password and a disabled user.
const refused = () => new AppError("UNAUTHENTICATED", "sign-in refused", { reason: "sign_in_refused" });

/**
 * Name and password against a new session. UNAUTHENTICATED/sign_in_refused whatever was wrong, after the same work;
 * RATE_LIMITED/sign_in_throttled with `seconds`.
 */
export const signIn = defineOperation({
  id: "session.signIn",
  permission: null,
  effect: "database",
  // Generous bounds: what a sign-in accepts must not tell what a name or a password looks like.
  input: z.strictObject({
    username: z.string().max(200),
    password: z.string().max(1_000),
    device: z.string().max(200).optional(),
  }),
  target: () => ({ targetType: "user" }),
  prepare: async (_principal, { username, password, device }, { client, audit }) => {
    const account = usernameKey(username);
    const known = genuineDevice(device, account);
    const user = await db().user.findUnique({
      where: { usernameKey: account },
      select: { id: true, username: true, passwordHash: true, disabledAt: true, locale: true, theme: true },
    });
    // A name nobody has is not written down: people type their password into the wrong field.
    if (user) audit.target({ targetId: user.id, targetName: user.username });
    else audit.detail({ cause: "unknown_user" });
    const limits = limitsFor({ account, address: client.address ?? client.peerAddress, device: known });
    await takeAttempt(limits);
    const fits = await verifyPassword(user?.passwordHash ?? null, password);
    if (user && !fits) audit.detail({ cause: "wrong_password" });
    if (user?.disabledAt) audit.detail({ cause: "user_disabled" });
    if (!user || !fits || user.disabledAt !== null) throw refused();
    await forgiveAttempt(limits);
    return { ...user, device: known ?? issueDevice(account) };
  },
  run: async (_principal, _input, { tx, client, audit }, user): Promise<SignedIn> => {
    // Disabled, or given another password, while this one was being hashed: too late for it.
    const { count } = await tx.user.updateMany({
      where: { id: user.id, disabledAt: null, passwordHash: user.passwordHash },
      data: { lastSignInAt: await databaseNow(tx) },
    });
    if (count === 0) throw refused();
    const claim = await startSession(tx, user.id, client);
    audit.who({ actorId: user.id, actorName: user.username, sessionId: claim.sessionId });
    return { ...claim, device: user.device, locale: user.locale, theme: user.theme };
  },
});
