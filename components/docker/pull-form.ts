import type { PullChoice } from "#lib/services/images/complete.ts";
import type { PullInput } from "#lib/services/images/pull-job.ts";

/** What stands in the pull dialog's fields. `registryId` "" is nothing chosen yet, `typed` an address by hand. */
export interface PullFields {
  readonly hostId: string;
  readonly registryId: string;
  readonly repository: string;
  readonly kind: "tag" | "digest" | "allTags";
  readonly tag: string;
  readonly digest: string;
  /** "" is the daemon's own. */
  readonly platform: string;
}

export const typedRegistry = "typed";

/** What the page the dialog was opened from knows already. */
export interface PullPreset {
  readonly hostId?: string;
  readonly registryId?: string;
  readonly repository?: string;
  readonly tag?: string;
  readonly digest?: string;
  /** "linux/arm64", as the index names them; two or more offer the choice. */
  readonly platforms?: readonly string[];
}

export function fieldsFrom(preset: PullPreset): PullFields {
  return {
    hostId: preset.hostId ?? "",
    registryId: preset.registryId ?? "",
    repository: preset.repository ?? "",
    kind: preset.tag === undefined && preset.digest !== undefined ? "digest" : "tag",
    tag: preset.tag ?? "",
    digest: preset.digest ?? "",
    platform: "",
  };
}

/** The first thing still missing, as a key of the hosts.pull messages. */
export function missing(fields: PullFields) {
  if (fields.registryId === "") return "missingRegistry";
  if (fields.repository.trim() === "") return "missingRepository";
  if (fields.kind === "tag" && fields.tag.trim() === "") return "missingTag";
  if (fields.kind === "digest" && fields.digest.trim() === "") return "missingDigest";
  return null;
}

export function toInput(fields: PullFields): PullInput {
  const reference =
    fields.kind === "tag"
      ? { kind: fields.kind, tag: fields.tag.trim() as (PullInput["reference"] & { kind: "tag" })["tag"] }
      : fields.kind === "digest"
        ? {
            kind: fields.kind,
            digest: fields.digest.trim() as (PullInput["reference"] & { kind: "digest" })["digest"],
          }
        : { kind: fields.kind };
  return {
    hostId: fields.hostId,
    registryId: fields.registryId === typedRegistry ? null : fields.registryId,
    repository: fields.repository.trim(),
    reference,
    // All tags at once come for the daemon's own platform only.
    ...(fields.platform === "" || fields.kind === "allTags" ? {} : { platform: fields.platform }),
  };
}

/** The command that does the same, for people who would rather type. */
export function commandOf(fields: PullFields, choice: PullChoice | undefined): string {
  const name = `${choice ? `${choice.host}/` : ""}${fields.repository.trim()}`;
  const platform = fields.platform === "" ? "" : `--platform ${fields.platform} `;
  if (fields.kind === "allTags") return `docker pull --all-tags ${name}`;
  if (fields.kind === "digest") return `docker pull ${platform}${name}@${fields.digest.trim()}`;
  return `docker pull ${platform}${name}:${fields.tag.trim()}`;
}
