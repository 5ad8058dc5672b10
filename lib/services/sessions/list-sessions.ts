import { z } from "zod";
import { liveAt } from "../../auth/sessions.ts";
import { databaseNow, db } from "../../db/index.ts";
import { defineRead } from "../../operations/index.ts";

/** A live session as its owner sees it. Dates ISO 8601. */
export interface SessionDto {
  readonly id: string;
  readonly createdAt: string;
  readonly lastSeenAt: string;
  readonly address: string | null;
  readonly userAgent: string | null;
  /** The one that asks. */
  readonly current: boolean;
}

/** One's own live sessions, the last used first; at most 200. */
export const listSessions = defineRead({
  id: "session.list",
  permission: "account:manage",
  input: z.strictObject({}),
  run: async (actor): Promise<readonly SessionDto[]> => {
    const rows = await db().session.findMany({
      where: { userId: actor.userId, ...liveAt(await databaseNow()) },
      orderBy: { lastSeenAt: "desc" },
      take: 200,
      select: { id: true, createdAt: true, lastSeenAt: true, address: true, userAgent: true },
    });
    return rows.map((row) => ({
      ...row,
      createdAt: row.createdAt.toISOString(),
      lastSeenAt: row.lastSeenAt.toISOString(),
      current: row.id === actor.sessionId,
    }));
  },
});
