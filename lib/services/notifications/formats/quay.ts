import { randomUUID } from "node:crypto";
import { z } from "zod";
import { type Format, mostTags, refusedOne, repository, tag, unknownTime, unsaid } from "./fields.ts";

const seen = z.object({ docker_url: z.string(), updated_tags: z.unknown() });
const shape = z.object({
  repository,
  updated_tags: z.array(tag).max(mostTags),
});

/**
 * Quay's "push to repository" (notifications/notificationevent.py, RepoPushEvent): the repository and its updated tags. It says
 * neither when nor who, and the next push of the same tags says the very same: so each one told is a push of its own.
 */
export const readQuay: Format = (body) => {
  const found = seen.safeParse(body).data;
  if (found?.updated_tags === undefined) return null;
  const event = shape.safeParse(body).data;
  if (!event) return refusedOne;
  return {
    refused: 0,
    events: event.updated_tags.map((tag) => ({
      ...unsaid,
      id: `quay:${randomUUID()}`,
      kind: "push",
      repository: event.repository,
      tag: tag ?? null,
      digest: null,
      actor: null,
      at: unknownTime,
    })),
  };
};
