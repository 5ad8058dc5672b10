import type { Queryable, RepositoryId } from "./sql.ts";

export const eventKinds = ["push", "pull", "delete", "mount"] as const;
export type EventKind = (typeof eventKinds)[number];

/** What a registry said that happened in it. Names and digests are parsed; the rest is text without control characters. */
export interface RegistryEvent {
  /** The registry's own. */
  readonly id: string;
  readonly kind: EventKind;
  readonly repository: string;
  readonly tag: string | null;
  readonly digest: string | null;
  readonly actor: string | null;
  /** IP address without a port. */
  readonly address: string | null;
  readonly userAgent: string | null;
  readonly at: Date;
}

/** A client that asked for a tag goes on by digest within this: that is one pull, not two or three. */
export const SAME_PULL = "10 seconds";

/**
 * Keeps events not seen before and counts the pulls among them, in one statement: told twice, an event is one. What was
 * pulled from repositories not in the index is kept, not counted. Times nobody can believe become now.
 * @returns when the new ones happened, by their id
 */
export async function storeEvents(
  db: Queryable,
  registryId: string,
  events: readonly RegistryEvent[],
): Promise<Map<string, Date>> {
  const of = <K extends keyof RegistryEvent>(key: K) => events.map((event) => event[key]);
  const rows = await db.query<{ eventId: string; at: Date }>(
    `WITH input AS (
       SELECT DISTINCT ON (i."eventId") i."eventId", i.kind, i.repository, i.tag, i.digest, i.actor, i.address, i."userAgent",
         CASE WHEN i.at BETWEEN now() - interval '30 days' AND now() + interval '5 minutes' THEN i.at ELSE now() END AS at
       FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::timestamptz[])
         AS i("eventId", kind, repository, tag, digest, actor, address, "userAgent", at)
       ORDER BY i."eventId"
     ), fresh AS (
       INSERT INTO "RegistryEvent"
         ("registryId", "eventId", "kind", "repository", "tag", "digest", "actor", "address", "userAgent", "at")
       SELECT $1::uuid, i.* FROM input i
       ON CONFLICT ("registryId", "eventId") DO NOTHING RETURNING *
     ), pulled AS (
       SELECT f.* FROM fresh f WHERE f."kind" = 'pull' AND (f."tag" IS NOT NULL OR NOT EXISTS (
         SELECT 1 FROM (
           SELECT * FROM fresh UNION ALL
           SELECT * FROM "RegistryEvent" WHERE "registryId" = $1::uuid AND "repository" = f."repository"
             AND "at" BETWEEN f."at" - interval '${SAME_PULL}' AND f."at"
         ) before
         WHERE before."repository" = f."repository" AND before."kind" = 'pull'
           AND before."address" IS NOT DISTINCT FROM f."address"
           AND before."userAgent" IS NOT DISTINCT FROM f."userAgent"
           AND before."at" >= f."at" - interval '${SAME_PULL}' AND (before."at", before."id") < (f."at", f."id")
       ))
     ), counted AS (
       INSERT INTO "PullCount" ("repositoryId", "tag", "day", "pulls", "lastAt")
       SELECT r."id", coalesce(p."tag", ''), (p."at" AT TIME ZONE 'UTC')::date, count(*)::int, max(p."at")
       FROM pulled p JOIN "Repository" r ON r."registryId" = $1::uuid AND r."name" = p."repository"
       GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
       ON CONFLICT ("repositoryId", "tag", "day") DO UPDATE SET
         "pulls" = "PullCount"."pulls" + excluded."pulls", "lastAt" = greatest("PullCount"."lastAt", excluded."lastAt")
     )
     SELECT "eventId", "at" FROM fresh`,
    [
      registryId,
      of("id"),
      of("kind"),
      of("repository"),
      of("tag"),
      of("digest"),
      of("actor"),
      of("address"),
      of("userAgent"),
      of("at"),
    ],
  );
  return new Map(rows.map(({ eventId, at }) => [eventId, at]));
}

/** Who did what a re-check has found, where a registry told of it. */
export interface NamedMove {
  readonly tag: string;
  readonly digest: string;
  readonly actor: string | null;
}

/** A re-check may have been quicker than the event: its newest move, if it is that one, gets a name. */
export async function nameMoves(
  db: Queryable,
  repositoryId: RepositoryId,
  told: readonly NamedMove[],
): Promise<void> {
  await db.query(
    `UPDATE "TagMove" m SET "seenBy" = 'event', "actor" = i.actor
     FROM unnest($2::text[], $3::text[], $4::text[]) AS i(tag, digest, actor)
     WHERE m."seenBy" = 'recheck' AND m."toDigest" = i.digest AND m."seenAt" > now() - interval '10 minutes'
       AND m."id" = (SELECT max("id") FROM "TagMove" WHERE "repositoryId" = $1::bigint AND "tag" = i.tag)`,
    [repositoryId, told.map((t) => t.tag), told.map((t) => t.digest), told.map((t) => t.actor)],
  );
}

/** Forgets events after 90 days and pull counts after 400, a batch at a time. Returns how many rows went. */
export async function forgetOldEvents(db: Queryable, batch = 5_000): Promise<number> {
  const events = await db.query(
    `DELETE FROM "RegistryEvent" WHERE "id" IN
       (SELECT "id" FROM "RegistryEvent" WHERE "receivedAt" < now() - interval '90 days' LIMIT $1) RETURNING 1`,
    [batch],
  );
  const counts = await db.query(
    `DELETE FROM "PullCount" WHERE ctid IN
       (SELECT ctid FROM "PullCount" WHERE "day" < (now() - interval '400 days')::date LIMIT $1) RETURNING 1`,
    [batch],
  );
  return events.length + counts.length;
}
