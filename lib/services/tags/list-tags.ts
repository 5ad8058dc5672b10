import { z } from "zod";
import {
  countTags,
  decodeCursor,
  type ListPage,
  listTags as listRows,
  type TagRow,
  tagSorts,
} from "#lib/catalog/index.ts";
import { bulk } from "#lib/db/index.ts";
import { defineRead } from "#lib/operations/index.ts";
import { reachRepository, repositoryInput } from "../repositories/index.ts";

/** One page of a repository's tags from the index, sorted and filtered over all of them. */
export const listTags = defineRead({
  id: "tag.list",
  permission: "registry:read",
  input: z.strictObject({
    ...repositoryInput,
    filter: z.string().trim().max(255).optional(),
    platform: z.string().max(100).optional(),
    size: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
    /** Days: "older:90", "newer:7". */
    age: z
      .string()
      .regex(/^(older|newer):[1-9]\d{0,4}$/)
      .optional(),
    /** Tags of signatures and attestations are left out unless asked for. */
    attachments: z.literal("shown").optional(),
    sort: z.enum(tagSorts).default("name"),
    direction: z.enum(["asc", "desc"]).default("desc"),
    cursor: z.string().max(2048).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(100),
  }),
  run: async (_actor, input): Promise<TagPage> => {
    const { registryId, repository, cursor, size, age, filter, platform, attachments, ...order } = input;
    const reached = await reachRepository(registryId, repository);
    const narrowing = {
      repositoryId: reached.id,
      ...(filter === undefined ? {} : { filter }),
      ...(platform === undefined ? {} : { platform }),
      ...(size === undefined ? {} : { atLeast: size }),
      ...daysOf(age),
    };
    // Most repositories have none: their lists are read as they stand in an index.
    const hidden = attachments ? undefined : await countTags(bulk, { ...narrowing, attachments: "only" });
    const page = await listRows(bulk, {
      ...narrowing,
      ...order,
      ...(hidden ? { attachments: "none" } : {}),
      ...(cursor ? { cursor: decodeCursor(cursor) } : {}),
    });
    return hidden === undefined ? page : { ...page, hidden };
  },
});

/** `hidden`: tags of signatures and attestations that are left out, counted as far as `count` is. */
export interface TagPage extends ListPage<TagRow> {
  readonly hidden?: number;
}

function daysOf(age: string | undefined): { olderThan?: number; newerThan?: number } {
  const [which, days] = age?.split(":") ?? [];
  if (which === undefined) return {};
  return which === "older" ? { olderThan: Number(days) } : { newerThan: Number(days) };
}
