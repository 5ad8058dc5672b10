import { z } from "zod";
import { AppError, type ValidationKey } from "#lib/errors.ts";
import {
  dockerHubEndpoint,
  normalizeEndpoint,
  type ProductId,
  type ProductSettings,
  packSecrets,
  parseCertificates,
  products,
} from "#lib/registry/index.ts";

/** A registry's id as inputs carry it. */
export const registryId = z.uuid();

/** What an administrator types to connect a registry or change it; checked again here, whatever the form did. */
export const registryFields = {
  name: z.string().trim().min(1).max(80),
  endpoint: z.string().trim().min(1, { error: "endpoint_empty" }).max(2048),
  description: z.string().trim().max(1000).default(""),
  username: z.string().trim().max(255).default(""),
  /** Never trimmed: a blank may belong to it. */
  secret: z.string().max(16_384).default(""),
  /** The API key's, where the settings hold the ID of one beside docker's login. */
  keySecret: z.string().max(1_000).default(""),
  /** PEM, one or several certificates; "" for none. */
  caCertificate: z.string().max(262_144).default(""),
  skipTlsVerify: z.boolean().default(false),
  allowPrivate: z.boolean().default(true),
};

/** Origins that may receive the credential as token servers; each was approved in the form by name. */
export const tokenHostsField = z.array(z.string().trim().max(300)).max(8);

export const productField = z.enum(products);

/** Names differing only in case or width are the same name to a reader. */
export function nameKey(name: string): string {
  return name.normalize("NFKC").toLowerCase();
}

/** A refusal of one field. */
export function refuse(field: string, key: ValidationKey): AppError {
  return new AppError("INVALID_INPUT", `${field}: ${key}`, { fields: { [field]: key } });
}

/** The canonical address. Docker Hub has one only, whatever was typed. Throws INVALID_INPUT with `fields.endpoint`. */
export function endpointOf(product: ProductId, typed: string): string {
  return product === "docker-hub" ? dockerHubEndpoint : normalizeEndpoint(typed).endpoint;
}

/** The PEM to store, or null for none. Throws INVALID_INPUT with `fields.caCertificate` when it is no certificate. */
export function certificateOf(pem: string): string | null {
  const text = pem.trim();
  if (text === "") return null;
  parseCertificates(text);
  return `${text}\n`;
}

/** Throws INVALID_INPUT unless user name and secret come together or not at all. */
export function requireWholeCredential(username: string, secret: string): void {
  if (username !== "" && secret === "") throw refuse("secret", "secret_missing");
  if (username === "" && secret !== "") throw refuse("username", "username_missing");
}

/** The ID of the API key that stands beside docker's login in these settings; "" for none. */
export function keyIdIn(settings: ProductSettings): string {
  return settings.kind === "instance" ? (settings.keyId ?? "") : "";
}

/** What is sealed: the secret, or the two of docker's login and of an API key as one. Both are typed, or none. */
export function wholeSecret(
  { secret, keySecret }: { readonly secret: string; readonly keySecret: string },
  settings: ProductSettings,
): string {
  const keyId = keyIdIn(settings);
  if (keyId === "" && keySecret !== "") throw refuse("keyId", "required");
  if (keyId === "" || (secret === "" && keySecret === "")) return secret;
  if (secret === "") throw refuse("secret", "secrets_together");
  if (keySecret === "") throw refuse("keySecret", "secrets_together");
  return packSecrets(secret, keySecret);
}

/** An origin and nothing beside it. http only where the registry itself is http: there the credential crosses in the open anyway. */
export function tokenOriginOf(typed: string, endpoint: string, field = "tokenHost"): string {
  const url = URL.canParse(typed) ? new URL(typed) : null;
  const schemes = endpoint.startsWith("http://") ? ["https:", "http:"] : ["https:"];
  const isOrigin = url !== null && (typed === url.origin || typed === `${url.origin}/`);
  if (!isOrigin || !schemes.includes(url.protocol)) throw refuse(field, "token_host_invalid");
  return url.origin;
}

export function tokenOriginsOf(typed: readonly string[], endpoint: string): string[] {
  return [...new Set(typed.map((origin) => tokenOriginOf(origin, endpoint)))];
}
