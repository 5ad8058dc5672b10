import type { Actor } from "../../auth/actor.ts";
import type { Role } from "../../auth/permissions.ts";
import type { Tx } from "../../db/index.ts";
import { AppError } from "../../errors.ts";

/**
 * Serialises everything that decides who is an administrator. Without it two administrators could demote each other at the
 * same moment, each seeing the other still there. Held until the transaction ends.
 */
export async function lockUsers(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('longshore users', 0))`;
}

export interface GuardedUser {
  readonly id: string;
  readonly username: string;
  readonly role: Role;
  readonly disabledAt: Date | null;
}

/** The user a change is about. Throws NOT_FOUND. */
export async function getUser(tx: Tx, userId: string): Promise<GuardedUser> {
  const user = await tx.user.findUnique({
    where: { id: userId },
    select: { id: true, username: true, role: true, disabledAt: true },
  });
  if (!user) throw new AppError("NOT_FOUND", "no such user");
  return user;
}

/** Throws CONFLICT/last_administrator when nobody else could administer Longshore. Needs `lockUsers`. */
export async function keepOneAdministrator(tx: Tx, leaving: GuardedUser): Promise<void> {
  if (leaving.role !== "administrator" || leaving.disabledAt !== null) return;
  const others = await tx.user.count({
    where: { role: "administrator", disabledAt: null, id: { not: leaving.id } },
  });
  if (others === 0) {
    throw new AppError("CONFLICT", "the last administrator", {
      reason: "last_administrator",
      params: { name: leaving.username },
    });
  }
}

/** Throws CONFLICT/own_account: nobody locks himself out or skips his current password through the administrator's door. */
export function notOneself(actor: Actor, user: GuardedUser): void {
  if (actor.userId === user.id) throw new AppError("CONFLICT", "own account", { reason: "own_account" });
}
