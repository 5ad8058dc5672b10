import { z } from "zod";
import { db } from "../../db/index.ts";
import { defineRead } from "../../operations/index.ts";
import { usernameKey } from "./names.ts";
import type { UserDto } from "./types.ts";

const pageSize = 100;

export interface UserPage {
  readonly users: readonly UserDto[];
  /** Give it back as `after` for the next page; null on the last. */
  readonly next: string | null;
}

/** Users by name, a hundred at a time. */
export const listUsers = defineRead({
  id: "user.list",
  permission: "user:manage",
  input: z.strictObject({ search: z.string().max(100).optional(), after: z.string().max(200).optional() }),
  run: async (_actor, { search, after }): Promise<UserPage> => {
    const rows = await db().user.findMany({
      where: {
        usernameKey: { gt: after, contains: search === undefined ? undefined : usernameKey(search) },
      },
      orderBy: { usernameKey: "asc" },
      take: pageSize + 1,
      select: {
        id: true,
        username: true,
        usernameKey: true,
        role: true,
        disabledAt: true,
        createdAt: true,
        lastSignInAt: true,
        _count: { select: { sessions: { where: { endedAt: null, expiresAt: { gt: new Date() } } } } },
      },
    });
    const page = rows.slice(0, pageSize);
    return {
      users: page.map((row) => ({
        id: row.id,
        username: row.username,
        role: row.role,
        disabledAt: row.disabledAt?.toISOString() ?? null,
        createdAt: row.createdAt.toISOString(),
        lastSignInAt: row.lastSignInAt?.toISOString() ?? null,
        liveSessions: row._count.sessions,
      })),
      next: rows.length > pageSize ? (page.at(-1)?.usernameKey ?? null) : null,
    };
  },
});
