import { z } from "zod";
import { defineOperation } from "#lib/operations/index.ts";
import { repositoryInput } from "../repositories/index.ts";
import { orderDeletion } from "./order.ts";
import { recordable } from "./recordable.ts";
import { digestField, mostTags, tagField } from "./types.ts";

/** Orders the deletion of a manifest by digest, with every tag on it: those confirmed, and none beside them. */
export const deleteManifest = defineOperation({
  id: "manifest.delete",
  permission: "image:delete",
  effect: "job",
  input: z.strictObject({ ...repositoryInput, digest: digestField, tags: z.array(tagField).max(mostTags) }),
  target: ({ registryId, repository, digest }) => ({
    targetType: "manifest",
    targetName: `${repository}@${digest}`,
    registryId,
  }),
  run: async (actor, { digest, tags, ...place }, { tx, operationId, audit }) => {
    const images = [{ digest, tags }];
    audit.detail({ by: "digest", digest, tags: recordable(images) });
    return orderDeletion(tx, actor, operationId, { ...place, by: "digest", images }, audit);
  },
});
