import { AppError } from "#lib/errors.ts";

/** What a registry signs in with after an update, decided before anything is written. */
export type CredentialChange =
  | { readonly kind: "keep" }
  | { readonly kind: "replace"; readonly username: string; readonly secret: string }
  | { readonly kind: "clear" };

interface Before {
  readonly endpoint: string;
  /** An address beside the endpoint that receives the credential: GitLab's own, where its registry stands elsewhere. */
  readonly api?: string | null;
  /** Of an API key whose secret is sealed with docker's password. */
  readonly keyId?: string;
  readonly hasSecret: boolean;
}
interface After {
  readonly endpoint: string;
  readonly api?: string | null;
  readonly keyId?: string;
  readonly username: string;
  readonly secret: string;
}

/**
 * A stored secret never follows a registry to another address: any change of scheme, host, port or path prefix, and any
 * other origin for its API, needs the secret typed again (Harbor 2026: whoever could edit the address could have it sent to himself). Neither user name nor
 * secret means anonymous, which forgets what was stored. An empty secret otherwise means "keep".
 * Throws INVALID_INPUT with field errors; reason secret_needed_for_new_host when the address is why.
 */
export function decideCredential(before: Before, after: After): CredentialChange {
  const { username, secret } = after;
  if (secret !== "") {
    if (username !== "") return { kind: "replace", username, secret };
    throw new AppError("INVALID_INPUT", "secret without user name", {
      fields: { username: "username_missing" },
    });
  }
  if (username === "") return { kind: "clear" };
  if (!before.hasSecret) {
    throw new AppError("INVALID_INPUT", "user name without secret", { fields: { secret: "secret_missing" } });
  }
  // What is sealed is two secrets with a key, one without.
  if ((before.keyId ?? "") !== (after.keyId ?? "")) {
    throw new AppError("INVALID_INPUT", "another key without its secret", {
      fields: { secret: "secrets_together" },
    });
  }
  const sameApi = (after.api ?? null) === null || after.api === before.api;
  if (before.endpoint === after.endpoint && sameApi) return { kind: "keep" };
  throw new AppError("INVALID_INPUT", "endpoint changed without a new secret", {
    reason: "secret_needed_for_new_host",
    fields: { secret: "secret_needed_for_new_host" },
  });
}
