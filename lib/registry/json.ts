import { AppError, type ErrorReason } from "../errors.ts";

export type JsonObject = Readonly<Record<string, unknown>>;

/** What a registry sent is not what the specification says. */
export function unexpected(message: string, reason: ErrorReason = "unexpected_answer"): AppError {
  return new AppError("REGISTRY_REJECTED", message, { reason });
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** What bytes say as JSON; undefined when they are none. */
export function findJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(bytes)) as unknown;
  } catch {
    return undefined;
  }
}

/** Bytes as a JSON object; undefined when they are anything else. */
export function findJsonObject(bytes: Uint8Array): JsonObject | undefined {
  const value = findJson(bytes);
  return isObject(value) ? value : undefined;
}

/** As findJsonObject; `what` names it in the error. Throws REGISTRY_REJECTED/unexpected_answer. */
export function parseJsonObject(bytes: Uint8Array, what: string): JsonObject {
  const object = findJsonObject(bytes);
  if (object === undefined) throw unexpected(`${what} is not a JSON object`);
  return object;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function stringOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** A whole number that counts something. */
export function countOf(value: unknown): number | undefined {
  return Number.isSafeInteger(value) && Number(value) >= 0 ? Number(value) : undefined;
}

/** Strings of an array; null, a missing array and other members count as nothing. */
export function stringsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

/** Objects of an array, as `stringsOf`. */
export function objectsOf(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** String members of an object. fromEntries defines own properties, so a "__proto__" key stays a key. */
export function stringMapOf(value: unknown): Readonly<Record<string, string>> {
  if (!isObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

/** ISO 8601 from a registry's timestamp; undefined when absent, unreadable or a reproducible build's zero. */
export function instantOf(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  const time = Date.parse(value);
  return Number.isNaN(time) || time <= 0 ? undefined : new Date(time).toISOString();
}
