import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { deriveSecret } from "../../crypto/index.ts";

function sign(nonce: string, account: string): Buffer {
  return createHmac("sha256", deriveSecret("device cookie"))
    .update(JSON.stringify([nonce, account]))
    .digest();
}

/** A mark for a browser that has just signed in to `account`. It is no key to anything: it only chooses the counter. */
export function issueDevice(account: string): string {
  const nonce = randomBytes(12).toString("base64url");
  return `${nonce}.${sign(nonce, account).toString("base64url")}`;
}

/** The mark itself when it is genuine and this account's, else null. */
export function genuineDevice(cookie: string | undefined, account: string): string | null {
  const [nonce, signature, ...rest] = (cookie ?? "").split(".");
  if (!nonce || !signature || rest.length > 0) return null;
  const given = Buffer.from(signature, "base64url");
  const expected = sign(nonce, account);
  return given.length === expected.length && timingSafeEqual(given, expected)
    ? `${nonce}.${signature}`
    : null;
}
