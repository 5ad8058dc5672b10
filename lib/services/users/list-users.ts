import { z } from "zod";
import { liveAt } from "../../auth/sessions.ts";
import { databaseNow, db } from "../../db/index.ts";
import { defineRead } from "../../operations/index.ts";
import { usernameKey } from "./names.ts";
import type { UserDto } from "./types.ts";

const pageSize = 100;
const countLimit = 10_001;

export interface UserPage {
  readonly items: readonly UserDto[];
  /** Of all that match; counting stops above 10,000. */
  readonly count: number;
  /** Give it back as `cursor` for the next page; absent on the last. */
  readonly next?: string;
}

/** Users by name, a hundred at a time. */
export const listUsers = defineRead({
  id: "user.list",
  permission: "user:manage",
  input: z.strictObject({
    filter: z.string().max(100).optional(),
    sort: z.literal("username").optional(),
    direction: z.enum(["asc", "desc"]).default("asc"),
    cursor: z.string().max(200).optional(),
  }),
  run: async (_actor, { filter, direction, cursor }): Promise<UserPage> => {
    const live = liveAt(await databaseNow());
    const matching = filter ? { contains: usernameKey(filter) } : {};
    const [rows, count] = await Promise.all([
      db().user.findMany({
        where: { usernameKey: { ...matching, ...(direction === "asc" ? { gt: cursor } : { lt: cursor }) } },
        orderBy: { usernameKey: direction },
        take: pageSize + 1,
        select: {
          id: true,
          username: true,
          usernameKey: true,
          role: true,
          disabledAt: true,
          createdAt: true,
          lastSignInAt: true,
          _count: { select: { sessions: { where: live } } },
        },
      }),
      db().user.count({ where: { usernameKey: matching }, take: countLimit }),
    ]);
    const page = rows.slice(0, pageSize);
    const last = page.at(-1);
    return {
      items: page.map((row) => ({
        id: row.id,
        username: row.username,
        role: row.role,
        disabledAt: row.disabledAt?.toISOString() ?? null,
        createdAt: row.createdAt.toISOString(),
        lastSignInAt: row.lastSignInAt?.toISOString() ?? null,
        liveSessions: row._count.sessions,
      })),
      count,
      ...(rows.length > pageSize && last ? { next: last.usernameKey } : {}),
    };
  },
});
