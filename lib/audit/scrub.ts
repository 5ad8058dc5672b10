import type { Prisma } from "../db/generated/client.ts";

const longestText = 1000;
const mostEntries = 100;
const deepest = 6;
const hidden = "•••";

// Whole words at the end of a name: "tokenHosts" may be told, "accessToken" and "client_secret" may not.
const secretName =
  /(^|[a-z0-9_-])(password|passphrase|secret|token|credential|authorization|cookie|apikey|api_key|privatekey|private_key|passwordhash|tokenhash|sealed\w*)$/i;

function scrubValue(name: string, value: unknown, depth: number): Prisma.InputJsonValue | null {
  if (value === null || value === undefined) return null;
  if (typeof value === "boolean") return value;
  if (secretName.test(name)) return hidden;
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "string") {
    // Postgres stores no NUL, in JSON neither.
    const text = value.replaceAll("\0", "\ufffd");
    return text.length > longestText ? `${text.slice(0, longestText)}…` : text;
  }
  if (value instanceof Date) return value.toISOString();
  if (depth >= deepest) return "…";
  if (Array.isArray(value))
    return value.slice(0, mostEntries).map((entry) => scrubValue("", entry, depth + 1));
  if (typeof value === "object") return scrubObject(value, depth);
  return null;
}

function scrubObject(value: object, depth: number): Prisma.InputJsonObject {
  const entries = Object.entries(value).slice(0, mostEntries);
  return Object.fromEntries(entries.map(([name, entry]) => [name, scrubValue(name, entry, depth + 1)]));
}

/**
 * The second wall behind "callers pass no secrets": values under a secret's name are hidden (a boolean such as
 * `password: true`, "it was changed", stays), long texts and lists are cut, so that one event cannot fill the table.
 */
export function scrub(detail: Readonly<Record<string, unknown>>): Prisma.InputJsonObject {
  return scrubObject(detail, 0);
}
