import type { z } from "zod";
import { AppError, isValidationKey, type ValidationKey } from "../errors.ts";

function keyOf(issue: z.core.$ZodIssue): ValidationKey {
  // A schema may name its own sentence: z.string().refine(…, { error: "password_too_short" }).
  if (isValidationKey(issue.message)) return issue.message;
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined || issue.input === null ? "required" : "invalid_type";
    case "too_small":
      return issue.origin === "string" && issue.minimum === 1 ? "required" : "too_small";
    case "too_big":
      return issue.origin === "string" ? "too_long" : "too_big";
    case "invalid_value":
      return "invalid_choice";
    case "unrecognized_keys":
      return "unknown_field";
    case "invalid_format":
      return "invalid_format";
    default:
      return "invalid";
  }
}

/** Field errors by path ("endpoint", "tags.0"); the first issue of a field wins, the whole input is "". */
export function fieldErrors(issues: readonly z.core.$ZodIssue[]): Readonly<Record<string, ValidationKey>> {
  const fields = new Map<string, ValidationKey>();
  for (const issue of issues) {
    const paths =
      issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
    for (const path of paths) {
      const name = path.map(String).join(".");
      if (!fields.has(name)) fields.set(name, keyOf(issue));
    }
  }
  return Object.fromEntries(fields);
}

/** Where a text holds a NUL, which no column can store and no answer of Postgres' explains. */
function findNul(value: unknown, path: readonly string[] = []): string | null {
  if (typeof value === "string") return value.includes("\0") ? path.join(".") : null;
  if (typeof value !== "object" || value === null) return null;
  for (const [name, entry] of Object.entries(value)) {
    const found = findNul(entry, [...path, name]);
    if (found !== null) return found;
  }
  return null;
}

/** Parses or throws INVALID_INPUT with field errors. The input's own words never reach the message. */
export async function validate<S extends z.ZodType>(schema: S, input: unknown): Promise<z.output<S>> {
  const parsed = await schema.safeParseAsync(input, { reportInput: true });
  const nul = parsed.success ? findNul(parsed.data) : null;
  if (parsed.success && nul === null) return parsed.data;
  const fields = parsed.success ? { [nul ?? ""]: "invalid" as const } : fieldErrors(parsed.error.issues);
  throw new AppError("INVALID_INPUT", `refused fields: ${Object.keys(fields).join(", ")}`, { fields });
}
