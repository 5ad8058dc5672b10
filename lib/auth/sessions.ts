import { db, notify, type Tx } from "../db/index.ts";
import { AppError } from "../errors.ts";
import { log } from "../log.ts";
import { type Actor, anonymous, type ClientInfo, type Principal } from "./actor.ts";

const day = 24 * 60 * 60 * 1000;
/** However busy, a sign-in ends after this; the cookie's own life. */
export const sessionLifetimeMs = 30 * day;
/** Unused, it ends after this. */
const idleLifetimeMs = 7 * day;
/** The hot path reads only; the last use is written at most this often. */
const seenEveryMs = 60_000;

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

export type SessionEnd =
  | "signed_out"
  | "ended_by_user"
  | "password_changed"
  | "password_reset"
  | "role_changed"
  | "user_disabled"
  | "renewed";

/** What the cookie says; proves nothing before its row was read. */
export interface SessionClaim {
  readonly sessionId: string;
  readonly userId: string;
}

/** Starts a session. The caller's transaction also holds the event that says so. */
export async function startSession(tx: Tx, userId: string, client: ClientInfo): Promise<SessionClaim> {
  const session = await tx.session.create({
    data: {
      userId,
      expiresAt: new Date(Date.now() + sessionLifetimeMs),
      address: client.address,
      userAgent: client.userAgent?.slice(0, 400),
    },
    select: { id: true },
  });
  return { sessionId: session.id, userId };
}

/**
 * Ends live sessions of one user: one of them, all, or all but one. Every instance hears of it with the commit (topic
 * "session"), closes their streams, and refuses their next request because the row says so. Returns how many ended.
 */
export async function endSessions(
  tx: Tx,
  userId: string,
  reason: SessionEnd,
  which: { readonly only?: string; readonly except?: string } = {},
): Promise<number> {
  const ended = await tx.session.updateManyAndReturn({
    where: { userId, endedAt: null, id: { equals: which.only, not: which.except } },
    data: { endedAt: new Date(), endedReason: reason },
    select: { id: true },
  });
  for (const { id } of ended) await notify(tx, { topic: "session", id, ended: true, reason });
  return ended.length;
}

/** A lost write costs one minute of "last seen", never a request. */
function touch(id: string, lastSeenAt: Date): void {
  db()
    .session.updateMany({ where: { id, lastSeenAt }, data: { lastSeenAt: new Date() } })
    .catch((error: unknown) => log().warn({ error }, "last use of a session not written"));
}

/**
 * Turns a cookie's claim into a principal by reading the Session row and its user. Absent, ended, expired, idle or disabled
 * is anonymous; the database being away is an error of its own and signs nobody out.
 */
export async function principalOf(claim: SessionClaim | null, client: ClientInfo): Promise<Principal> {
  if (claim === null || !uuid.test(claim.sessionId)) return anonymous(client);
  const session = await db().session.findUnique({
    where: { id: claim.sessionId },
    select: {
      endedAt: true,
      expiresAt: true,
      lastSeenAt: true,
      user: { select: { id: true, username: true, role: true, disabledAt: true } },
    },
  });
  const now = Date.now();
  if (!session || session.endedAt !== null || session.user.disabledAt !== null) return anonymous(client);
  if (session.user.id !== claim.userId || session.expiresAt.getTime() <= now) return anonymous(client);
  const idleMs = now - session.lastSeenAt.getTime();
  if (idleMs > idleLifetimeMs) return anonymous(client);
  if (idleMs > seenEveryMs) touch(claim.sessionId, session.lastSeenAt);
  const { id: userId, username, role } = session.user;
  return { userId, username, role, sessionId: claim.sessionId, client } satisfies Actor;
}

/** The Actor behind a principal; throws UNAUTHENTICATED. */
export function actorOf(principal: Principal): Actor {
  if (principal.userId === null) throw new AppError("UNAUTHENTICATED", "nobody is signed in");
  return principal;
}
