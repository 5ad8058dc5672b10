import "server-only";

export { open, reseal, seal } from "./envelope.ts";
export {
  deriveSecret,
  fingerprint,
  type Keyring,
  type KeySources,
  keyring,
  loadKeyring,
  parseKeyring,
  useKeyring,
} from "./keyring.ts";
export { hashPassword, verifyPassword } from "./password.ts";
