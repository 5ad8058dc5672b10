"use server";

import { issueSessionCookie, mirrorDisplay } from "#lib/auth/index.ts";
import type { Result } from "#lib/errors.ts";
import { toAction } from "#lib/operations/web.ts";
import { changePassword, setLanguage, setTheme } from "#lib/services/account/index.ts";
import { endOtherSessions, endSession } from "#lib/services/sessions/index.ts";

/** Changes the password and gives this browser the cookie of its new session. */
export async function changePasswordAction(input: {
  currentPassword: string;
  newPassword: string;
}): Promise<Result<null>> {
  const result = await toAction(changePassword)(input);
  if (!result.ok) return result;
  await issueSessionCookie(result.data);
  return { ok: true, data: null };
}

export async function saveLanguageAction(locale: "en" | "zh-CN" | null) {
  const result = await toAction(setLanguage)({ locale });
  if (result.ok) await mirrorDisplay({ locale: result.data.locale });
  return result;
}

export async function saveThemeAction(choice: "system" | "light" | "dark") {
  const result = await toAction(setTheme)({ theme: choice === "system" ? null : choice });
  if (result.ok) await mirrorDisplay({ theme: result.data.theme });
  return result;
}

export async function endSessionAction(sessionId: string) {
  return toAction(endSession)({ sessionId });
}

export async function endOtherSessionsAction() {
  return toAction(endOtherSessions)({});
}
