import { findJsonObject, isObject, type JsonObject, objectsOf, stringOf, stringsOf } from "../json.ts";
import type { Credential } from "../types.ts";
import type { Answer } from "./wire.ts";

export interface OciError {
  readonly code: string;
  readonly message: string;
}

/** The `errors` of an OCI error body (distribution-spec, Error Codes); empty for HTML, plain text and the like. */
export function ociErrors(body: Uint8Array): OciError[] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(body).toString("utf8"));
    if (!isObject(parsed)) return [];
    return objectsOf(parsed.errors).map((error) => ({
      code: (stringOf(error.code) ?? "").toUpperCase(),
      message: stringOf(error.message) ?? "",
    }));
  } catch {
    return [];
  }
}

/** The `error` of an OAuth2 error body (RFC 6749 section 5.2). */
export function oauthError(body: Uint8Array): string | undefined {
  return stringOf(findJsonObject(body)?.error);
}

/**
 * The upstream's own words as one plain text of at most 1,000 characters: OCI messages, a JSON `message` or `details`, the title of
 * an HTML page, or the text itself. Never markup, control characters, the credential, or anything that looks like one.
 */
export function upstreamText(answer: Answer, credential: Credential): string {
  const secrets = [...(answer.shown ?? []), ...secretsOf(credential)];
  return fitToShow(words(answer), secrets);
}

/** A stranger's text made fit to show: one line of at most 1,000 characters without controls and credentials. */
export function plainText(text: string, credential: Credential): string {
  return fitToShow(text, secretsOf(credential));
}

function secretsOf(credential: Credential): readonly string[] {
  return credential.kind === "basic" && credential.secret !== "" ? [credential.secret] : [];
}

function fitToShow(text: string, secrets: readonly string[]): string {
  return redact(text, secrets)
    .replace(/[\p{Cc}\p{Cf}]+/gu, " ")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 1000);
}

function words(answer: Answer): string {
  const errors = ociErrors(answer.body);
  if (errors.length > 0) {
    return errors.map(({ code, message }) => (message ? `${code}: ${message}` : code)).join("; ");
  }
  const text = Buffer.from(answer.body).toString("utf8");
  // A thousand characters are shown; what comes after these is not worth reading.
  if (/^\s*</.test(text)) return wordsOfPage(text.slice(0, 16_384));
  try {
    const parsed: unknown = JSON.parse(text);
    if (isObject(parsed)) {
      const { message, details, error, error_description } = parsed;
      const both = stringsOf([error, error_description]).join(": ");
      return stringOf(message) ?? cloudsWords(parsed) ?? stringOf(details) ?? (both || text);
    }
  } catch {
    // Plain text then.
  }
  return text;
}

/** Aliyun's Message, Huawei's error_msg, Tencent's Response.Error.Message. */
function cloudsWords({ Message, error_msg, Response }: JsonObject): string | undefined {
  const inner = isObject(Response) && isObject(Response.Error) ? Response.Error.Message : undefined;
  return stringsOf([Message, error_msg, inner])[0];
}

/** A page's title, else what is left without its markup. Text for people; nothing here is ever rendered as HTML. */
function wordsOfPage(page: string): string {
  const title = /<title[^>]*>([\s\S]{0,1000}?)<\/title>/i.exec(page)?.[1];
  const source = title ?? page.replace(/<(script|style)\b[\s\S]*?(<\/\1>|$)/gi, " ");
  return source.replace(/<[^>]*>?/g, " ").replace(/&[a-z]+;|&#\w+;/gi, " ");
}

function redact(text: string, secrets: readonly string[]): string {
  let clean = text.replace(/\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{8,}/gi, "$1 …");
  // Signed URLs keep their host and path.
  clean = clean.replace(/[^\s"'<>]+/g, (word) =>
    /https?:\/\//i.test(word) ? word.replace(/\?.+/, "?…") : word,
  );
  for (const secret of secrets) clean = clean.replaceAll(secret, "…");
  return clean;
}
