import { randomBytes } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";

// OWASP's argon2id recommendation. libuv runs four at a time, so a flood of sign-ins takes at most 76 MiB.
const cost = { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 };

/** Argon2id in PHC format, salt and cost inside. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize("NFC"), cost);
}

let decoy: Promise<string> | undefined;

/**
 * True when the password fits. `null` (nobody of that name) does the same work against a hash nobody knows the password of
 * and is always false, so that neither the answer nor its time tells which names exist.
 */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  decoy ??= hashPassword(randomBytes(32).toString("base64"));
  const fits = await verify(stored ?? (await decoy), password.normalize("NFC"));
  return stored !== null && fits;
}
