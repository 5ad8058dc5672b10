import type { AppError } from "../errors.ts";
import { type AskedFor, answerError, type Meaning, meaningOf } from "./answer-errors.ts";
import { ociErrors, upstreamText } from "./transport/upstream-text.ts";
import type { Answer } from "./transport/wire.ts";

/** Codes that, about a manifest being put, speak of what it refers to (distribution: MANIFEST_BLOB_UNKNOWN). */
const missingParts = new Set(["MANIFEST_BLOB_UNKNOWN", "BLOB_UNKNOWN", "MANIFEST_UNKNOWN"]);

/** Where nothing can be pushed before somebody makes it: Harbor's project is NOT_FOUND, ECR's repository NAME_UNKNOWN. */
const unknownPlaces = new Set(["NAME_UNKNOWN", "NOT_FOUND"]);

/** Harbor's words (DENIED), as there is no code for it: "Quota exceeded when …", "will exceed the configured upper limit of …". */
const overQuota = /\bquota\b|exceed the configured upper limit/i;

/** The error of a refused push of a manifest or blob (distribution-spec, endpoints 4 to 7 and 11). */
export function pushError(answer: Answer, asked: AskedFor): AppError {
  const { status, body } = answer;
  const errors = ociErrors(body);
  const codes = errors.map(({ code }) => code);
  const meaning = (): Meaning => {
    if (status >= 300 && status < 400) return ["REGISTRY_REJECTED", "redirect_refused"];
    if (status === 507 || errors.some(({ message }) => overQuota.test(message)))
      return ["REGISTRY_REJECTED", "quota_exceeded"];
    if (codes.some((code) => unknownPlaces.has(code))) return ["NOT_FOUND", "push_place_unknown"];
    if (status === 413) return ["REGISTRY_REJECTED", "push_too_large"];
    if (codes.some((code) => missingParts.has(code))) return ["REGISTRY_REJECTED", "parts_missing"];
    if (status === 405 || codes.includes("UNSUPPORTED")) return ["UNSUPPORTED", "push_unsupported"];
    // An immutable tag (Harbor), or somebody else's push at the same moment.
    if (status === 409 || status === 412) return ["CONFLICT"];
    const general = meaningOf(answer, asked);
    const refused = status >= 400 && status < 500 && general[1] === "unexpected_answer";
    return refused ? ["REGISTRY_REJECTED", "push_refused"] : general;
  };
  return answerError(answer, asked, meaning());
}

/**
 * Rules and locks are told by their words: Harbor's "configured as immutable" and "with signature cannot be deleted" (412), Azure's
 * "The operation is disallowed on this registry, repository or image" (405).
 */
const locked = /immutab|\block(ed)?\b|is disallowed on this|with signature cannot/i;

/** Google's "Manifest is still referenced by tag", Harbor's "referenced by" of an index's child. */
const referenced = /\breferenced by\b/i;

/** The statuses that refuse a deletion for what it is about, not for who asks. */
const objections = new Set([400, 405, 409, 412, 422]);

function objectionOf(answer: Answer, asked: AskedFor): Meaning | undefined {
  if (!objections.has(answer.status)) return undefined;
  const words = upstreamText(answer, asked.credential);
  if (locked.test(words)) return ["CONFLICT", "delete_locked"];
  return referenced.test(words) ? ["CONFLICT", "still_referenced"] : undefined;
}

/** The error of a refused deletion (endpoints 9 and 10). */
export function deleteError(answer: Answer, asked: AskedFor): AppError {
  const { status, body } = answer;
  const off = status === 405 || ociErrors(body).some(({ code }) => code === "UNSUPPORTED");
  const refused: Meaning | undefined = off
    ? ["UNSUPPORTED", "delete_disabled"]
    : status === 409 || status === 412
      ? ["CONFLICT"]
      : undefined;
  return answerError(answer, asked, objectionOf(answer, asked) ?? refused);
}

/**
 * As deleteError, for a tag. A registry that deletes by digest only reads the tag as a digest and finds it wrong
 * (distribution 2.8: 400 DIGEST_INVALID); the specification gives it any 400 to say so.
 */
export function deleteTagError(answer: Answer, asked: AskedFor): AppError {
  const codes = ociErrors(answer.body).map(({ code }) => code);
  const byDigestOnly = answer.status === 400 && !codes.includes("NAME_INVALID");
  if (!byDigestOnly) return deleteError(answer, asked);
  return answerError(answer, asked, objectionOf(answer, asked) ?? ["UNSUPPORTED", "tag_delete_unsupported"]);
}
