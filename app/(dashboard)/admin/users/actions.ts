"use server";

import type { z } from "zod";
import { toAction } from "#lib/operations/web.ts";
import {
  createUser,
  disableUser,
  enableUser,
  resetPassword,
  setUserRole,
} from "#lib/services/users/index.ts";

export async function createUserAction(input: z.input<typeof createUser.input>) {
  return toAction(createUser)(input);
}

export async function setUserRoleAction(input: z.input<typeof setUserRole.input>) {
  return toAction(setUserRole)(input);
}

export async function resetPasswordAction(input: z.input<typeof resetPassword.input>) {
  return toAction(resetPassword)(input);
}

export async function disableUserAction(input: z.input<typeof disableUser.input>) {
  return toAction(disableUser)(input);
}

export async function enableUserAction(input: z.input<typeof enableUser.input>) {
  return toAction(enableUser)(input);
}
