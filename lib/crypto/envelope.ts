import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { AppError } from "../errors.ts";
import { type Keyring, keyring, type SealingKey } from "./keyring.ts";

const version = "v1";
const ivBytes = 12;
const tagBytes = 16;

interface Envelope {
  readonly keyId: string;
  readonly iv: Buffer;
  readonly tag: Buffer;
  readonly ciphertext: Buffer;
}

function parse(envelope: string): Envelope {
  const parts = envelope.split(".");
  const [format, keyId, iv, tag, ciphertext] = parts;
  if (parts.length !== 5 || format !== version || !keyId || !iv || !tag || ciphertext === undefined) {
    throw new AppError("INTERNAL", "not an envelope of this version");
  }
  return {
    keyId,
    iv: Buffer.from(iv, "base64url"),
    tag: Buffer.from(tag, "base64url"),
    ciphertext: Buffer.from(ciphertext, "base64url"),
  };
}

/** The key id stands in the associated data too: an envelope cannot be relabelled. */
function associated(keyId: string, row: string): Buffer {
  return Buffer.from(JSON.stringify([version, keyId, row]), "utf8");
}

function wrongKey(message: string, cause?: unknown): AppError {
  return new AppError("INTERNAL", message, { reason: "secret_key_wrong", cause });
}

/**
 * Seals `plain` for one row: `v1.<keyId>.<iv>.<tag>.<ciphertext>`, AES-256-GCM, base64url. `row` ("registry:<id>") is bound
 * in as associated data, so that an envelope copied into another row does not open.
 */
export function seal(plain: string, row: string, ring: Keyring = keyring()): string {
  const key = ring.current;
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv("aes-256-gcm", key.encryption, iv, { authTagLength: tagBytes });
  cipher.setAAD(associated(key.id, row));
  const ciphertext = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
  const fields = [iv, cipher.getAuthTag(), ciphertext].map((part) => part.toString("base64url"));
  return [version, key.id, ...fields].join(".");
}

function decrypt(envelope: Envelope, row: string, key: SealingKey): string {
  const decipher = createDecipheriv("aes-256-gcm", key.encryption, envelope.iv, { authTagLength: tagBytes });
  decipher.setAAD(associated(envelope.keyId, row));
  decipher.setAuthTag(envelope.tag);
  return Buffer.concat([decipher.update(envelope.ciphertext), decipher.final()]).toString("utf8");
}

/**
 * Opens an envelope sealed for the same row with the current or an older key. Throws INTERNAL/secret_key_wrong when no key
 * fits, or when the envelope was changed or belongs to another row; the envelope itself is never touched.
 */
export function open(envelope: string, row: string, ring: Keyring = keyring()): string {
  const parsed = parse(envelope);
  const key = ring.byId.get(parsed.keyId);
  if (!key) throw wrongKey(`sealed with key ${parsed.keyId}, which this process does not have`);
  if (parsed.tag.length !== tagBytes || parsed.iv.length !== ivBytes) throw wrongKey("envelope damaged");
  try {
    return decrypt(parsed, row, key);
  } catch (cause) {
    throw wrongKey("envelope does not open: changed, or moved from another row", cause);
  }
}

/** The same secret sealed with the current key; null when it already is. For rotation, row by row. */
export function reseal(envelope: string, row: string, ring: Keyring = keyring()): string | null {
  if (parse(envelope).keyId === ring.current.id) return null;
  return seal(open(envelope, row, ring), row, ring);
}
