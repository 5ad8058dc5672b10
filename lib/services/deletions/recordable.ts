import type { DeletionInput, DeletionProgress } from "./types.ts";

/** An event keeps a hundred entries of a list: longer ones are told in lists of a hundred. */
function chunked(lines: readonly string[]): readonly string[] | readonly (readonly string[])[] {
  if (lines.length <= 100) return lines;
  const chunks: string[][] = [];
  for (let start = 0; start < lines.length; start += 100) chunks.push(lines.slice(start, start + 100));
  return chunks;
}

/** Tags with what they point at, for the audit log. */
export function recordable(images: DeletionInput["images"]) {
  return chunked(images.flatMap(({ digest, tags }) => tags.map((tag) => `${tag} ${digest}`)));
}

/** What an ended deletion really did, whole or not. */
export function deletionOutcome(progress: unknown): Readonly<Record<string, unknown>> {
  // Our own writing; null when the job never began.
  const { deleted = [], gone = [], kept = [] } = (progress ?? {}) as Partial<DeletionProgress>;
  return {
    deleted: chunked(deleted),
    gone: chunked(gone),
    kept: chunked(kept.map(({ tag, digest, error }) => `${tag ?? digest}: ${error.reason ?? error.code}`)),
  };
}
