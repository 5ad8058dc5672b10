import { z } from "zod";
import { decodeCursor, eventKinds, listEventActors, listEvents, pullHistory } from "#lib/catalog/index.ts";
import { bulk, db } from "#lib/db/index.ts";
import { defineRead } from "#lib/operations/index.ts";
import { reachRegistry, reachRepository, repositoryInput } from "../repositories/index.ts";

const DAYS = 30;

/** What a registry told of itself, newest first; of one repository when it is named. */
export const listActivity = defineRead({
  id: "activity.list",
  permission: "registry:read",
  input: z.strictObject({
    registryId: z.string().max(64),
    repository: z.string().min(1).max(255).optional(),
    kind: z.enum(eventKinds).optional(),
    actor: z.string().max(200).optional(),
    filter: z.string().trim().max(255).optional(),
    cursor: z.string().max(2048).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(100),
  }),
  run: async (_actor, { registryId, repository, cursor, ...query }) => {
    const place = repository
      ? await reachRepository(registryId, repository)
      : { registry: await reachRegistry(registryId), name: undefined };
    return listEvents(bulk, {
      ...query,
      registryId: place.registry.id,
      repository: place.name,
      ...(cursor ? { cursor: decodeCursor(cursor) } : {}),
    });
  },
});

/** What an activity page needs beside its rows. */
export const getActivity = defineRead({
  id: "activity.get",
  permission: "registry:read",
  input: z.strictObject({
    registryId: z.string().max(64),
    repository: z.string().min(1).max(255).optional(),
  }),
  run: async (_actor, { registryId, repository }) => {
    const registry = repository
      ? (await reachRepository(registryId, repository)).registry
      : await reachRegistry(registryId);
    const [actors, listening] = await Promise.all([
      listEventActors(bulk, registry.id),
      db().notificationAddress.count({ where: { registryId: registry.id } }),
    ]);
    return { registry: registry.name, actors, listening: listening > 0 };
  },
});

/** A repository's pulls per day, and the last. null: nobody was ever seen to pull, and perhaps nobody tells. */
export const getPulls = defineRead({
  id: "repository.pulls",
  permission: "registry:read",
  input: z.strictObject(repositoryInput),
  run: async (_actor, { registryId, repository }) => {
    const { id } = await reachRepository(registryId, repository);
    const history = await pullHistory(bulk, id, DAYS);
    return history.lastPulledAt === null ? null : history;
  },
});
