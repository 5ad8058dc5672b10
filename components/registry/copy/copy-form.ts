import type { CopyOrder } from "#lib/services/copies/input.ts";
import type { CopyPlan, CopyTarget, PlannedImage } from "#lib/services/copies/plan-copy.ts";

/** What the page the dialog was opened from knows already. */
export interface CopyPreset {
  readonly registryId: string;
  readonly repository: string;
  /** None for a digest. */
  readonly tags: readonly string[];
  /** In place of tags: the person names the target's. */
  readonly digest?: string;
  /** "linux/arm64", each once; two or more offer the choice. */
  readonly platforms: readonly string[];
}

export interface CopyFields {
  /** Of the target; "" is nothing chosen yet. */
  readonly registryId: string;
  readonly repository: string;
  /** The target's, for a single one. */
  readonly tag: string;
  readonly some: boolean;
  readonly platforms: readonly string[];
  readonly referrers: boolean;
}

/** More would not fit a plan; the server refuses them. */
export const mostTags = 50;

/** One image, whose tag at the target can be named; several keep theirs. */
export const isSingle = ({ tags, digest }: CopyPreset): boolean => digest !== undefined || tags.length === 1;

/** The only other registry there is has been chosen by that; the name stays unless somebody changes it. */
export function startFields(preset: CopyPreset, targets: readonly CopyTarget[]): CopyFields {
  const [other, another] = targets.filter(({ registryId }) => registryId !== preset.registryId);
  return {
    registryId: other && !another ? other.registryId : "",
    repository: preset.repository,
    tag: preset.tags[0] ?? "",
    some: false,
    platforms: [],
    referrers: false,
  };
}

/** The first thing still missing, as a key of the tags.copyTo messages. */
export function missing(fields: CopyFields, preset: CopyPreset) {
  if (preset.tags.length > mostTags) return "tooMany";
  if (fields.registryId === "") return "missingRegistry";
  if (fields.repository.trim() === "") return "missingRepository";
  if (isSingle(preset) && fields.tag.trim() === "") return "missingTag";
  if (fields.some && fields.platforms.length === 0) return "missingPlatform";
  return null;
}

/** The address of the plan for what stands in the fields. */
export function planPath(fields: CopyFields, preset: CopyPreset): string {
  const { registryId, repository, tags, digest } = preset;
  const query = new URLSearchParams({
    registryId,
    repository,
    ...(digest === undefined ? { tags: tags.join(",") } : { digest }),
    toRegistryId: fields.registryId,
    toRepository: fields.repository.trim(),
    ...(isSingle(preset) ? { toTag: fields.tag.trim() } : {}),
  });
  return `/api/v1/images/copy/plan?${query}`;
}

/** What becomes of a planned image with the choices made: a list of fewer platforms is another image than the one there. */
export function fateOf({ state }: PlannedImage, { some }: CopyFields): PlannedImage["state"] {
  return state === "same" && some ? "replaces" : state;
}

/** What is worth ordering: an image that is there is, when what refers to it shall come too. */
export function wanted({ images }: CopyPlan, fields: CopyFields): readonly PlannedImage[] {
  return images.filter((image) => fields.referrers || fateOf(image, fields) !== "same");
}

/** Those whose tag is taken from another image, for all we know. */
export function replaced(plan: CopyPlan, fields: CopyFields): readonly PlannedImage[] {
  return plan.images.filter((image) => ["replaces", "hidden"].includes(fateOf(image, fields)));
}

export function toOrder(fields: CopyFields, preset: CopyPreset, plan: CopyPlan): CopyOrder {
  return {
    registryId: preset.registryId,
    repository: preset.repository,
    to: { registryId: fields.registryId, repository: fields.repository.trim() },
    images: wanted(plan, fields).map(({ digest, tag, over }) => ({ digest, tag, over })),
    referrers: fields.referrers,
    ...(fields.some ? { platforms: [...fields.platforms] } : {}),
  };
}
