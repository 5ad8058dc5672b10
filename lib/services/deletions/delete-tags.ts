import { AppError } from "#lib/errors.ts";
import { defineOperation } from "#lib/operations/index.ts";
import { orderDeletion } from "./order.ts";
import { recordable } from "./recordable.ts";
import { deletionInput, mostTags } from "./types.ts";

/** Orders the deletion of tags as planned: alone, or by digest with every tag the plan named. Answers with the job. */
export const deleteTags = defineOperation({
  id: "tag.delete",
  permission: "image:delete",
  effect: "job",
  input: deletionInput,
  target: ({ registryId, repository }) => ({ targetType: "repository", targetName: repository, registryId }),
  run: async (actor, input, { tx, operationId, audit }) => {
    const names = input.images.flatMap(({ tags }) => tags);
    if (input.images.some(({ tags }) => tags.length === 0)) {
      throw new AppError("INVALID_INPUT", "an image without a tag", { fields: { images: "invalid" } });
    }
    if (names.length > mostTags || new Set(names).size < names.length) {
      throw new AppError("INVALID_INPUT", "too many tags, or one twice", { fields: { images: "invalid" } });
    }
    audit.detail({ by: input.by, tags: recordable(input.images) });
    return orderDeletion(tx, actor, operationId, input, audit);
  },
});
