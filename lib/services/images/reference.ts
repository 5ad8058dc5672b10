import { z } from "zod";
import { isDigest, isTag } from "#lib/registry/index.ts";

/** Which of a repository's images: "all tags" must be said, it is never what a missing tag means. */
export const referenceInput = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("tag"), tag: z.string().refine(isTag, { error: "tag_invalid" }) }),
  z.strictObject({
    kind: z.literal("digest"),
    digest: z.string().refine(isDigest, { error: "digest_invalid" }),
  }),
  z.strictObject({ kind: z.literal("allTags") }),
]);
export type ReferenceInput = z.output<typeof referenceInput>;

/** As a person would write it; all tags as docker's CLI says it. */
export function writtenReference(repository: string, reference: ReferenceInput): string {
  if (reference.kind === "tag") return `${repository}:${reference.tag}`;
  if (reference.kind === "digest") return `${repository}@${reference.digest}`;
  return `${repository} --all-tags`;
}

/** What the daemon is asked for; absent means all tags. */
export function daemonReference(reference: ReferenceInput): string | undefined {
  if (reference.kind === "tag") return reference.tag;
  return reference.kind === "digest" ? reference.digest : undefined;
}
