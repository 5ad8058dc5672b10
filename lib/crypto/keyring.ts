import { createHash, hkdfSync, randomBytes } from "node:crypto";
import { chmodSync, linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AppError } from "../errors.ts";

const keyBytes = 32;

/** One sealing key. The raw bytes stay in here; everything else uses keys derived from them. */
export interface SealingKey {
  /** Eight characters derived from the key; written into every envelope, tells nothing about the key. */
  readonly id: string;
  readonly encryption: Buffer;
  readonly derivation: Buffer;
}

/** The key that seals, and every key that may still open. */
export interface Keyring {
  readonly current: SealingKey;
  readonly byId: ReadonlyMap<string, SealingKey>;
}

export interface KeySources {
  /** Base64 of 32 bytes; several, separated by comma or line break: the first seals, all open (rotation). */
  readonly secretKey?: string;
  /** A file with the same content. */
  readonly secretKeyFile?: string;
  /** Where a key is generated once when neither is given. */
  readonly dataDir: string;
}

function derive(key: Buffer, info: string, length = keyBytes): Buffer {
  return Buffer.from(hkdfSync("sha256", key, "longshore", info, length));
}

function sealingKey(raw: Buffer): SealingKey {
  return {
    id: derive(raw, "key id", 6).toString("base64url"),
    encryption: derive(raw, "seal v1"),
    derivation: derive(raw, "derive v1"),
  };
}

function parseKey(text: string, source: string): Buffer {
  const raw = Buffer.from(text, "base64");
  // Buffer.from skips what is not base64, so a typing error would silently become another key.
  if (raw.length !== keyBytes || !/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) {
    throw new AppError("INTERNAL", `${source} does not hold 32 bytes in base64 (openssl rand -base64 32)`, {
      reason: "secret_key_wrong",
    });
  }
  return raw;
}

/** Parses one or several keys; the first one seals. Throws INTERNAL/secret_key_wrong, never naming the value. */
export function parseKeyring(text: string, source: string): Keyring {
  const keys = text
    .split(/[\s,]+/)
    .filter((part) => part !== "")
    .map((part) => sealingKey(parseKey(part, source)));
  const [current] = keys;
  if (!current) {
    throw new AppError("INTERNAL", `${source} is empty`, { reason: "secret_key_wrong" });
  }
  return { current, byId: new Map(keys.map((key) => [key.id, key])) };
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw new AppError("INTERNAL", `the sealing key in ${path} cannot be read`, {
      reason: "secret_key_wrong",
      cause: error,
    });
  }
}

/** Generated once: written under another name and linked, so that a crash or a second process never sees half a key. */
function generateKeyFile(path: string): string {
  const draft = `${path}.${randomBytes(6).toString("hex")}`;
  writeFileSync(draft, `${randomBytes(keyBytes).toString("base64")}\n`, { mode: 0o600, flag: "wx" });
  try {
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    unlinkSync(draft);
  }
  return readFileSync(path, "utf8");
}

/** Reads the keys from where the operator put them, or generates `<dataDir>/secret.key` (mode 0600). */
export function loadKeyring(sources: KeySources): Keyring {
  if (sources.secretKey) return parseKeyring(sources.secretKey, "LONGSHORE_SECRET_KEY");
  if (sources.secretKeyFile) {
    const text = readText(sources.secretKeyFile);
    if (text === null) {
      throw new AppError("INTERNAL", "LONGSHORE_SECRET_KEY_FILE names a file that does not exist", {
        reason: "secret_key_wrong",
      });
    }
    return parseKeyring(text, "LONGSHORE_SECRET_KEY_FILE");
  }
  mkdirSync(sources.dataDir, { recursive: true, mode: 0o700 });
  const path = join(sources.dataDir, "secret.key");
  const text = readText(path) ?? generateKeyFile(path);
  chmodSync(path, 0o600);
  return parseKeyring(text, path);
}

// Once per process, not once per bundle: Next and the server each have their own copy of this module.
const slot = globalThis as typeof globalThis & { __longshoreKeyring?: Keyring };

/** Sets the process's keys. Called once at start; tests call it with keys of their own. */
export function useKeyring(ring: Keyring): void {
  slot.__longshoreKeyring = ring;
}

/** The process's keys; read from the environment's usual places when nobody set them. */
export function keyring(): Keyring {
  slot.__longshoreKeyring ??= loadKeyring({
    secretKey: process.env.LONGSHORE_SECRET_KEY,
    secretKeyFile: process.env.LONGSHORE_SECRET_KEY_FILE,
    dataDir: process.env.LONGSHORE_DATA_DIR ?? ".data",
  });
  return slot.__longshoreKeyring;
}

/** A secret for one purpose (cookie encryption, signing), derived from the sealing key; purposes never share bytes. */
export function deriveSecret(purpose: string, ring: Keyring = keyring()): Buffer {
  return derive(ring.current.derivation, purpose);
}

/** SHA-256 in hex: for tokens with full entropy (setup links), which need no slow hash. */
export function fingerprint(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}
