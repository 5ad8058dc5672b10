import { z } from "zod";
import { record } from "../../audit/index.ts";
import { type SessionClaim, startSession } from "../../auth/sessions.ts";
import { hashPassword } from "../../crypto/index.ts";
import { databaseNow, db, type Tx } from "../../db/index.ts";
import { AppError } from "../../errors.ts";
import { defineOperation } from "../../operations/index.ts";
import { issueDevice } from "../sessions/device.ts";
import { lockUsers } from "../users/guard.ts";
import { passwordIsNotName, passwordSchema, usernameKey, usernameSchema } from "../users/names.ts";
import { closeSetup, isSetupOpen, isSetupToken } from "./token.ts";

export interface FirstSignIn extends SessionClaim {
  /** To be kept by the browser in the device cookie. */
  readonly device: string;
}

const closed = () =>
  new AppError("CONFLICT", "there is an administrator already", { reason: "setup_closed" });

/** Whoever holds the lock second finds the first one's administrator. */
async function insertAdministrator(tx: Tx, username: string, passwordHash: string): Promise<string> {
  await lockUsers(tx);
  if (!(await isSetupOpen(tx))) throw closed();
  const { id } = await tx.user.create({
    data: { username, usernameKey: usernameKey(username), passwordHash, role: "administrator" },
    select: { id: true },
  });
  await closeSetup(tx);
  return id;
}

/**
 * /setup: the token from the log makes the first administrator, once, and signs him in. CONFLICT/setup_closed ever after,
 * UNAUTHENTICATED/setup_token_wrong without the token.
 */
export const createFirstAdministrator = defineOperation({
  id: "setup.complete",
  permission: null,
  effect: "database",
  input: z
    .strictObject({ token: z.string().max(200), username: usernameSchema, password: passwordSchema })
    .refine(passwordIsNotName, { path: ["password"], error: "password_is_username" }),
  target: ({ username }) => ({ targetType: "user", targetName: username }),
  // Nobody without the token makes this process hash anything.
  prepare: async (_principal, { token, password }) => {
    if (!(await isSetupOpen())) throw closed();
    if (!(await isSetupToken(token))) {
      // Somebody was faster a moment ago, and the token is gone with the setup.
      if (!(await isSetupOpen())) throw closed();
      throw new AppError("UNAUTHENTICATED", "wrong setup token", { reason: "setup_token_wrong" });
    }
    return hashPassword(password);
  },
  run: async (_principal, { username }, { tx, client, audit }, passwordHash): Promise<FirstSignIn> => {
    const id = await insertAdministrator(tx, username, passwordHash);
    const claim = await startSession(tx, id, client);
    await tx.user.update({
      where: { id },
      data: { lastSignInAt: await databaseNow(tx) },
      select: { id: true },
    });
    audit.target({ targetId: id });
    audit.after({ username, role: "administrator" });
    audit.who({ actorId: id, actorName: username, sessionId: claim.sessionId });
    return { ...claim, device: issueDevice(usernameKey(username)) };
  },
});

/**
 * The same from LONGSHORE_ADMIN_USERNAME and _PASSWORD, at start. False when there is a user already: the variables then mean
 * nothing, and never reset anybody's password. Throws INVALID_INPUT for a name nobody could have.
 */
export async function createAdministratorFromEnvironment(admin: {
  readonly username: string;
  readonly password: string;
}): Promise<boolean> {
  if (!(await isSetupOpen())) return false;
  const username = usernameSchema.safeParse(admin.username);
  if (!username.success || admin.password === "") {
    throw new AppError(
      "INVALID_INPUT",
      "LONGSHORE_ADMIN_USERNAME or LONGSHORE_ADMIN_PASSWORD cannot be used",
      {
        fields: username.success ? { password: "required" } : { username: "username_format" },
      },
    );
  }
  const passwordHash = await hashPassword(admin.password);
  try {
    await db().$transaction(async (tx) => {
      const id = await insertAdministrator(tx, username.data, passwordHash);
      await record(tx, {
        actorName: "system",
        action: "setup.complete",
        phase: "single",
        outcome: "done",
        targetType: "user",
        targetId: id,
        targetName: username.data,
        detail: { after: { username: username.data, role: "administrator" }, from: "environment" },
      });
    });
    return true;
  } catch (error) {
    // Another instance was faster.
    if (error instanceof AppError && error.reason === "setup_closed") return false;
    throw error;
  }
}
