import { enqueue } from "#lib/jobs/index.ts";
import { defineOperation } from "#lib/operations/index.ts";
import { copyJob } from "./copy-job.ts";
import { type CopyInput, copyInput } from "./input.ts";
import { reachSides } from "./place.ts";

/** "host/team/app:1.0", "host/team/app:1.0 +2" for three tags. */
function targetName(name: string, images: CopyInput["images"]): string {
  const [first, ...more] = images.map(({ tag }) => tag);
  return `${name}:${first}${more.length === 0 ? "" : ` +${more.length}`}`;
}

/** Orders a copy. Answers at once with the job that does it; the job's end records the outcome. */
export const copyImage = defineOperation({
  id: "image.copy",
  permission: "image:copy",
  effect: "job",
  input: copyInput,
  target: ({ to, images }) => ({
    targetType: "image",
    targetName: targetName(to.repository, images),
    registryId: to.registryId,
  }),
  run: async (actor, input, { tx, operationId, audit }) => {
    const { images, platforms, referrers } = input;
    const { from, to } = await reachSides(input);
    const name = targetName(to.name, images);
    const replaced = images.flatMap(({ tag, over }) => (over === null ? [] : [`${tag} ${over}`]));
    audit.target({ targetType: "image", targetName: name, registryId: to.registry.id });
    audit.detail({
      source: from.name,
      images: images.map(({ tag, digest }) => `${tag} ${digest}`),
      ...(replaced.length > 0 ? { replaced } : {}),
      ...(platforms ? { platforms } : {}),
      referrers,
    });
    const jobId = await enqueue(tx, copyJob, {
      input,
      operationId,
      startedBy: actor,
      targetName: name,
      registryId: to.registry.id,
    });
    return { jobId };
  },
});
