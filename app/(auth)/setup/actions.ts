"use server";

import { issueSessionCookie, setDeviceCookie } from "#lib/auth/index.ts";
import type { Result } from "#lib/errors.ts";
import { toAction } from "#lib/operations/web.ts";
import { createFirstAdministrator } from "#lib/services/setup/index.ts";

/** Makes the first administrator and signs this browser in. The claim stays on the server; the browser gets its cookie. */
export async function completeSetup(input: {
  token: string;
  username: string;
  password: string;
}): Promise<Result<null>> {
  const result = await toAction(createFirstAdministrator)(input);
  if (!result.ok) return result;
  await issueSessionCookie(result.data);
  await setDeviceCookie(result.data.device);
  return { ok: true, data: null };
}
