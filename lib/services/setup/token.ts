import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { deriveSecret } from "../../crypto/index.ts";
import { db, type Tx } from "../../db/index.ts";

const settingKey = "setup";

/** Only half of the token is stored: the other half is the sealing key. A dump of the database opens nothing. */
function tokenOf(nonce: string): string {
  return deriveSecret(`setup token ${nonce}`).subarray(0, 24).toString("base64url");
}

async function storedNonce(): Promise<string | null> {
  const row = await db().setting.findUnique({ where: { key: settingKey }, select: { value: true } });
  const value = row?.value;
  const nonce = typeof value === "object" && value !== null && "nonce" in value ? value.nonce : null;
  return typeof nonce === "string" ? nonce : null;
}

/** True until there is a user. Setup is then closed for good. */
export async function isSetupOpen(tx: Tx = db()): Promise<boolean> {
  return (await tx.user.findFirst({ select: { id: true } })) === null;
}

/**
 * The one-time token for /setup, the same on every start and every instance until it was used; null when setup is closed.
 * For the log alone.
 */
export async function ensureSetupToken(): Promise<string | null> {
  if (!(await isSetupOpen())) return null;
  await db().setting.createMany({
    data: [{ key: settingKey, value: { nonce: randomBytes(24).toString("base64url") } }],
    skipDuplicates: true,
  });
  const nonce = await storedNonce();
  return nonce === null ? null : tokenOf(nonce);
}

/** True when it is the token, compared without telling how much of it fits. */
export async function isSetupToken(token: string): Promise<boolean> {
  const nonce = await storedNonce();
  const digest = (text: string) => createHash("sha256").update(text).digest();
  // Without a token in the database nothing fits, after the same comparison.
  return (
    timingSafeEqual(digest(token.trim()), digest(tokenOf(nonce ?? randomBytes(24).toString("hex")))) &&
    nonce !== null
  );
}

/** Forgets the token: called in the transaction that makes the first administrator. */
export async function closeSetup(tx: Tx): Promise<void> {
  await tx.setting.deleteMany({ where: { key: settingKey } });
}
