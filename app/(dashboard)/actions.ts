"use server";

import { clearSessionCookie } from "#lib/auth/index.ts";
import { isLocale } from "#lib/i18n/index.ts";
import { toAction } from "#lib/operations/web.ts";
import { setLanguage, setTheme } from "#lib/services/account/index.ts";
import { signOut } from "#lib/services/sessions/index.ts";

const theme = toAction(setTheme);
const language = toAction(setLanguage);
const leave = toAction(signOut);

/** The menu's choice, kept in the account so that it follows to the next browser. */
export async function saveTheme(choice: "system" | "light" | "dark") {
  return theme({ theme: choice === "system" ? null : choice });
}

export async function saveLocale(choice: string) {
  return language({ locale: isLocale(choice) ? choice : null });
}

/** Ends the session's row first: a copied cookie is then worth nothing, even where the browser kept its own. */
export async function leaveAction() {
  const result = await leave({});
  if (result.ok || result.error.code === "UNAUTHENTICATED") await clearSessionCookie();
  return result;
}
