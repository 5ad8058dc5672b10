import { z } from "zod";

/** What two spellings of one name have in common: the unique key of a user. */
export function usernameKey(username: string): string {
  return username.trim().normalize("NFKC").toLowerCase();
}

/** A new user name. NFKC, so that look-alikes made of compatibility characters are one name. */
export const usernameSchema = z
  .string()
  .max(200, { error: "username_format" })
  .transform((name) => name.trim().normalize("NFKC"))
  .refine((name) => /^[\p{L}\p{N}][\p{L}\p{M}\p{N}._@-]{0,62}[\p{L}\p{M}\p{N}]$/u.test(name), {
    error: "username_format",
  });

/** A new password: long rather than strange. Composition rules make passwords worse (NIST SP 800-63B §3.1.1). */
export const passwordSchema = z
  .string()
  .min(12, { error: "password_too_short" })
  .max(200, { error: "password_too_long" });

/** Adds the one rule that needs both fields. */
export function passwordIsNotName(input: { readonly username: string; readonly password: string }): boolean {
  return usernameKey(input.username) !== usernameKey(input.password);
}
