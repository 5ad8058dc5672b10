"use server";

import { isLocale } from "#lib/i18n/index.ts";
import { toAction } from "#lib/operations/web.ts";
import { setLanguage, setTheme } from "#lib/services/account/index.ts";
import { setPreference } from "#lib/services/preferences/index.ts";

const theme = toAction(setTheme);
const language = toAction(setLanguage);

export const savePreference = toAction(setPreference);

/** The menu's choice, kept in the account so that it follows to the next browser. */
export async function saveTheme(choice: "system" | "light" | "dark") {
  return theme({ theme: choice === "system" ? null : choice });
}

export async function saveLocale(choice: string) {
  return language({ locale: isLocale(choice) ? choice : null });
}
