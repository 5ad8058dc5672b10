import { createPrivateKey, type KeyObject, sign } from "node:crypto";
import { AppError } from "../../errors.ts";
import { isObject, stringOf } from "../json.ts";

/** What is needed of the JSON of a Google service account's key. */
export interface ServiceAccount {
  readonly email: string;
  readonly projectId: string;
  readonly keyId: string;
  readonly key: KeyObject;
}

/**
 * Reads a key as Google hands it out. Its token_uri is not believed: who wrote the file would name who gets the assertion.
 * Throws REGISTRY_UNAUTHORIZED/key_unreadable.
 */
export function parseServiceAccount(json: string): ServiceAccount {
  try {
    const parsed: unknown = JSON.parse(json);
    const found = isObject(parsed) ? parsed : {};
    const email = stringOf(found.client_email);
    const pem = stringOf(found.private_key);
    if (found.type === "service_account" && email && pem) {
      const projectId = stringOf(found.project_id) ?? "";
      return { email, projectId, keyId: stringOf(found.private_key_id) ?? "", key: createPrivateKey(pem) };
    }
  } catch {
    // Neither the parser's words nor OpenSSL's may be shown: they quote the key.
  }
  throw new AppError("REGISTRY_UNAUTHORIZED", "No service account's key", { reason: "key_unreadable" });
}

/** The JWT a service account asks for an access token with: https://developers.google.com/identity/protocols/oauth2/service-account */
export function signAssertion(account: ServiceAccount, scope: string, audience: string, now: Date): string {
  const issued = Math.floor(now.getTime() / 1000);
  const head = { alg: "RS256", typ: "JWT", kid: account.keyId };
  const claims = { iss: account.email, scope, aud: audience, iat: issued, exp: issued + 3600 };
  const signed = [head, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");
  return `${signed}.${sign("sha256", Buffer.from(signed), account.key).toString("base64url")}`;
}
