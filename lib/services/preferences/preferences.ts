import { z } from "zod";
import { db } from "../../db/index.ts";
import { AppError } from "../../errors.ts";
import { defineOperation, defineRead } from "../../operations/index.ts";

const mostPreferences = 200;
const longestValue = 8 * 1024;

// "table.tags", "table.audit" …
const keySchema = z
  .string()
  .regex(/^[a-z][a-zA-Z0-9]*(\.[a-zA-Z0-9-]+){0,3}$/)
  .max(100);

/** What one has set for one table or view; null when nothing. */
export const getPreference = defineRead({
  id: "preference.get",
  permission: "account:manage",
  input: z.strictObject({ key: keySchema }),
  run: async (actor, { key }): Promise<{ readonly value: unknown }> => {
    const row = await db().preference.findUnique({
      where: { userId_key: { userId: actor.userId, key } },
      select: { value: true },
    });
    return { value: row?.value ?? null };
  },
});

/** Everything one has set for one's tables, by key: pages are drawn with it from the first byte. */
export const listTablePreferences = defineRead({
  id: "preference.list",
  permission: "account:manage",
  input: z.strictObject({}),
  run: async (actor): Promise<Readonly<Record<string, unknown>>> => {
    const rows = await db().preference.findMany({
      where: { userId: actor.userId, key: { startsWith: "table." } },
      select: { key: true, value: true },
    });
    return Object.fromEntries(rows.map(({ key, value }) => [key, value]));
  },
});

/** Remembers columns, density, sort … of one table for oneself. At most 8 KiB each, 200 in all. */
export const setPreference = defineOperation({
  id: "preference.set",
  permission: "account:manage",
  effect: "database",
  quiet: true,
  input: z.strictObject({
    key: keySchema,
    value: z.json().refine((value) => JSON.stringify(value).length <= longestValue, { error: "too_long" }),
  }),
  target: ({ key }) => ({ targetType: "preference", targetName: key }),
  run: async (actor, { key, value }, { tx }) => {
    const where = { userId_key: { userId: actor.userId, key } };
    if (value === null) {
      await tx.preference.deleteMany({ where: { userId: actor.userId, key } });
      return {};
    }
    const others = await tx.preference.count({ where: { userId: actor.userId, key: { not: key } } });
    if (others >= mostPreferences) throw new AppError("CONFLICT", "too many preferences");
    const create = { userId: actor.userId, key, value };
    await tx.preference.upsert({ where, create, update: { value }, select: { key: true } });
    return {};
  },
});
