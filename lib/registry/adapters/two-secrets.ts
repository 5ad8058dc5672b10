import { findJsonObject, stringOf } from "../json.ts";
import type { AccessKey } from "../signing/acs3.ts";
import type { RegistryTarget } from "../types.ts";

/** docker's password and the secret of an API key as one text: sealed, kept and forgotten together. */
export function packSecrets(password: string, keySecret: string): string {
  return JSON.stringify({ password, keySecret });
}

export interface TwoSecrets {
  readonly password: string;
  readonly key: AccessKey;
}

/** Null without a key: the stored secret is docker's password alone then. */
export function twoSecretsOf({ credential, settings }: RegistryTarget): TwoSecrets | null {
  const id = settings?.kind === "instance" ? (settings.keyId ?? "") : "";
  if (id === "" || credential.kind === "anonymous") return null;
  const { password, keySecret } = findJsonObject(Buffer.from(credential.secret)) ?? {};
  return { password: stringOf(password) ?? "", key: { id, secret: stringOf(keySecret) ?? "" } };
}
