import { bulk, databaseNow, db, notify, type Prisma, type Tx } from "../db/index.ts";
import { AppError } from "../errors.ts";
import { log } from "../log.ts";
import { type Actor, anonymous, type ClientInfo, type Principal } from "./actor.ts";
import type { Role } from "./permissions.ts";

const day = 24 * 60 * 60 * 1000;
/** However busy, a sign-in ends after this; the cookie's own life. */
export const sessionLifetimeMs = 30 * day;
/**
 * The seal of a cookie's claim outlives every session: next-auth judges it by this machine's clock, which may step, and the
 * row by the database's.
 */
export const claimLifetimeSeconds = (10 * 365 * day) / 1000;
/** Unused, it ends after this. */
const idleLifetimeMs = 7 * day;
/** The hot path reads only; the last use is written at most this often. */
const seenEveryMs = 60_000;
const seconds = (milliseconds: number) => milliseconds / 1000;

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
  const now = await databaseNow(tx);
  const session = await tx.session.create({
    data: {
      userId,
      // Prisma would fill these in by its own clock.
      createdAt: now,
      lastSeenAt: now,
      expiresAt: new Date(now.getTime() + sessionLifetimeMs),
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
    data: { endedAt: await databaseNow(tx), endedReason: reason },
    select: { id: true },
  });
  for (const { id } of ended) await notify(tx, { topic: "session", id, ended: true, reason });
  return ended.length;
}

/** Sessions that would still let somebody in at `now` (the database's time). */
export function liveAt(now: Date): Prisma.SessionWhereInput {
  return {
    endedAt: null,
    expiresAt: { gt: now },
    lastSeenAt: { gte: new Date(now.getTime() - idleLifetimeMs) },
  };
}

/**
 * A lost write costs one minute of "last seen", never a request. An end further away than any session lives was written
 * before the database's clock was set back: it moves as near as it may be, so that the session ends at all. What has
 * ended since it was read stays so, however late this comes.
 */
function touch(id: string): void {
  db().$executeRaw`
      UPDATE "Session" SET "lastSeenAt" = now(),
        "expiresAt" = LEAST("expiresAt", now() + make_interval(secs => ${seconds(sessionLifetimeMs)}::float8))
      WHERE "id" = ${id}::uuid AND "endedAt" IS NULL AND "expiresAt" > now()
        AND "lastSeenAt" >= now() - make_interval(secs => ${seconds(idleLifetimeMs)}::float8)
        AND abs(extract(epoch FROM now() - "lastSeenAt")) > ${seconds(seenEveryMs)}::float8`.catch(
    (error: unknown) => log().warn({ error }, "last use of a session not written"),
  );
}

interface SessionRow {
  readonly userId: string;
  readonly username: string;
  readonly role: Role;
  /** It was used a while ago, or, after the clock was set back, in the future. */
  readonly stale: boolean;
}

/**
 * Turns a cookie's claim into a principal by reading the Session row and its user. Absent, ended, expired, idle or disabled
 * is anonymous; the database being away is an error of its own and signs nobody out. Only the database's clock counts.
 */
export async function principalOf(claim: SessionClaim | null, client: ClientInfo): Promise<Principal> {
  if (claim === null || !uuid.test(claim.sessionId)) return anonymous(client);
  const [session] = await bulk.lookUp<SessionRow>(
    `SELECT u."id"::text AS "userId", u."username", u."role"::text AS "role",
       abs(extract(epoch FROM now() - s."lastSeenAt")) > $2::float8 AS "stale"
     FROM "Session" s JOIN "User" u ON u."id" = s."userId"
     WHERE s."id" = $1::uuid AND s."endedAt" IS NULL AND u."disabledAt" IS NULL
       AND s."expiresAt" > now() AND s."lastSeenAt" >= now() - make_interval(secs => $3::float8)`,
    [claim.sessionId, seconds(seenEveryMs), seconds(idleLifetimeMs)],
  );
  if (!session || session.userId !== claim.userId) return anonymous(client);
  const { userId, username, role, stale } = session;
  if (stale) touch(claim.sessionId);
  return { userId, username, role, sessionId: claim.sessionId, client } satisfies Actor;
}

/** The Actor behind a principal; throws UNAUTHENTICATED. */
export function actorOf(principal: Principal): Actor {
  if (principal.userId === null) throw new AppError("UNAUTHENTICATED", "nobody is signed in");
  return principal;
}
