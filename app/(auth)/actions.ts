"use server";

import { clearSessionCookie } from "#lib/auth/index.ts";
import type { Result } from "#lib/errors.ts";
import { toAction } from "#lib/operations/web.ts";
import { signOut, signOutEverywhere } from "#lib/services/sessions/index.ts";

async function leave(result: Result<unknown>): Promise<Result<null>> {
  // Signed out already is what was asked for. Anything else keeps the cookie: the session is still alive.
  if (!result.ok && result.error.code !== "UNAUTHENTICATED") return result;
  await clearSessionCookie();
  return { ok: true, data: null };
}

/** Ends this session; the caller then goes to /login. */
export async function signOutAction(): Promise<Result<null>> {
  return leave(await toAction(signOut)({}));
}

/** Ends every session of this user, this one too. */
export async function signOutEverywhereAction(): Promise<Result<null>> {
  return leave(await toAction(signOutEverywhere)({}));
}
