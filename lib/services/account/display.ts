import { z } from "zod";
import { defineOperation } from "../../operations/index.ts";

// lib/services does not know lib/i18n; the schema column's comment is the list.
const languages = ["en", "zh-CN"] as const;

/** One's own language; null follows the browser. */
export const setLanguage = defineOperation({
  id: "account.setLanguage",
  permission: "account:manage",
  effect: "database",
  quiet: true,
  input: z.strictObject({ locale: z.enum(languages).nullable() }),
  target: () => ({ targetType: "user" }),
  run: async (actor, { locale }, { tx }) => {
    await tx.user.update({ where: { id: actor.userId }, data: { locale }, select: { id: true } });
    return { locale };
  },
});

/** One's own theme; null follows the system. */
export const setTheme = defineOperation({
  id: "account.setTheme",
  permission: "account:manage",
  effect: "database",
  quiet: true,
  input: z.strictObject({ theme: z.enum(["light", "dark"]).nullable() }),
  target: () => ({ targetType: "user" }),
  run: async (actor, { theme }, { tx }) => {
    await tx.user.update({ where: { id: actor.userId }, data: { theme }, select: { id: true } });
    return { theme };
  },
});
