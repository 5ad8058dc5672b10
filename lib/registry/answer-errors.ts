import { AppError, type ErrorCode, type ErrorReason } from "../errors.ts";
import { algorithmOf, digestOf } from "./digest.ts";
import { pauseParams, retryAfter } from "./transport/retry.ts";
import { ociErrors, upstreamText } from "./transport/upstream-text.ts";
import type { Answer } from "./transport/wire.ts";
import type { Credential, Digest } from "./types.ts";

/** What was asked for, so that a bare 404 can be named. */
export type Asked = "api" | "catalog" | "tags" | "manifest" | "blob" | "upload";
export type Meaning = readonly [ErrorCode, ErrorReason?];

export interface AskedFor {
  readonly what: Asked;
  readonly method: string;
  readonly credential: Credential;
  readonly params?: Readonly<Record<string, string>>;
}

/** The codes of distribution-spec (Error Codes) that mean one thing wherever they appear. */
const meanings: Readonly<Record<string, Meaning>> = {
  MANIFEST_UNKNOWN: ["NOT_FOUND", "manifest_unknown"],
  MANIFEST_BLOB_UNKNOWN: ["NOT_FOUND", "manifest_unknown"],
  NAME_UNKNOWN: ["NOT_FOUND", "name_unknown"],
  NAME_INVALID: ["NOT_FOUND", "name_unknown"],
  BLOB_UNKNOWN: ["NOT_FOUND", "blob_unknown"],
  TOOMANYREQUESTS: ["RATE_LIMITED", "too_many_requests"],
};

/**
 * The error an answer other than 2xx means. The message names method, host and path; never a query, which may be signed.
 */
export function answerError(
  answer: Answer,
  asked: AskedFor,
  [code, reason]: Meaning = meaningOf(answer, asked),
): AppError {
  const wait = retryAfter(answer.headers);
  return new AppError(code, `${asked.method} ${redactUrl(answer.url)} answered ${answer.status}`, {
    ...(reason === undefined ? {} : { reason }),
    status: answer.status,
    upstream: upstreamText(answer, asked.credential),
    params: {
      host: answer.url.host,
      ...asked.params,
      ...(code === "RATE_LIMITED" && wait !== undefined ? pauseParams(wait) : {}),
    },
  });
}

/**
 * The error of a good status with a body that makes no sense: a sign-in page, a proxy's maintenance page. It keeps who
 * answered and what, because that tells people whose page it is.
 */
export function senselessAnswer(answer: Answer, asked: AskedFor, what: string): AppError {
  return new AppError("REGISTRY_REJECTED", `${asked.method} ${redactUrl(answer.url)}: ${what}`, {
    reason: "unexpected_answer",
    status: answer.status,
    upstream: upstreamText(answer, asked.credential),
    params: { host: answer.url.host, ...asked.params },
  });
}

/** The error of bytes that are not what they were asked as, with both digests for people to compare. */
export function digestMismatch(
  answer: Answer,
  expected: Digest,
  actual: Digest = digestOf(answer.body, algorithmOf(expected)),
): AppError {
  return new AppError("REGISTRY_REJECTED", `The bytes of ${redactUrl(answer.url)} are not ${expected}`, {
    reason: "digest_mismatch",
    status: answer.status,
    params: { host: answer.url.host, expected, actual },
  });
}

/** Scheme, host and path of a URL, for logs and errors. */
export function redactUrl(url: URL): string {
  return `${url.origin}${url.pathname}`;
}

/** What an answer means wherever nothing else is known of it. */
export function meaningOf({ status, body }: Answer, asked: AskedFor): Meaning {
  if (status === 429) return ["RATE_LIMITED", "too_many_requests"];
  const codes = ociErrors(body).map((error) => error.code);
  const known = codes.map((code) => meanings[code]).find((meaning) => meaning !== undefined);
  if (known !== undefined) return known;
  if (status === 401 || status === 403) {
    const reason = asked.credential.kind === "anonymous" ? "credentials_missing" : "permission_missing";
    return ["REGISTRY_UNAUTHORIZED", reason];
  }
  if (status === 404 && asked.what === "manifest") return ["NOT_FOUND", "manifest_unknown"];
  if (status === 404 && asked.what === "blob") return ["NOT_FOUND", "blob_unknown"];
  if (status === 404 && asked.what === "tags") return ["NOT_FOUND", "name_unknown"];
  if (status === 404 && asked.what === "api") return ["REGISTRY_REJECTED", "not_a_registry"];
  if (status === 405 || codes.includes("UNSUPPORTED")) return ["UNSUPPORTED", "unexpected_answer"];
  return ["REGISTRY_REJECTED", status >= 500 ? "registry_failed" : "unexpected_answer"];
}
