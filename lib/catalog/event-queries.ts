import { AppError } from "../errors.ts";
import type { EventKind, RegistryEvent } from "./event-store.ts";
import { type Cursor, encodeCursor, likePattern, type Queryable, type RepositoryId } from "./sql.ts";

export type EventRow = Omit<RegistryEvent, "at"> & { readonly at: string };

interface EventQuery {
  readonly registryId: string;
  readonly repository?: string | undefined;
  readonly kind?: EventKind | undefined;
  readonly actor?: string | undefined;
  /** Anywhere in repository, tag, actor, address or user agent, or the beginning of a digest. */
  readonly filter?: string | undefined;
  readonly cursor?: Cursor | undefined;
  readonly limit: number;
}

/** Newest first, by keyset; without a count, which nobody needs of a log. Throws INVALID_INPUT for a cursor not of ours. */
export async function listEvents(
  db: Queryable,
  { registryId, repository, kind, actor, filter, cursor, limit }: EventQuery,
): Promise<{ readonly items: readonly EventRow[]; readonly next?: string }> {
  const before = cursor && { at: Date.parse(cursor.key ?? ""), id: cursor.name };
  if (before && !(Number.isFinite(before.at) && /^\d{1,18}$/.test(before.id))) {
    throw new AppError("INVALID_INPUT", "cursor is malformed", { fields: { cursor: "invalid" } });
  }
  const rows = await db.query<Omit<RegistryEvent, "id"> & { id: bigint }>(
    `SELECT e."id", e."kind", e."repository", e."tag", e."digest", e."actor", e."address", e."userAgent", e."at"
     FROM "RegistryEvent" e
     WHERE e."registryId" = $1::uuid AND ($2::text IS NULL OR e."repository" = $2) AND ($3::text IS NULL OR e."kind" = $3)
       AND ($4::text IS NULL OR e."actor" = $4)
       AND ($5::text IS NULL OR e."repository" ILIKE $5 OR e."tag" ILIKE $5 OR e."actor" ILIKE $5 OR e."address" ILIKE $5
         OR e."userAgent" ILIKE $5 OR e."digest" LIKE $6)
       AND ($7::timestamptz IS NULL OR (e."at", e."id") < ($7::timestamptz, $8::bigint))
     ORDER BY e."at" DESC, e."id" DESC LIMIT $9`,
    [
      registryId,
      repository ?? null,
      kind ?? null,
      actor ?? null,
      filter ? likePattern(filter, "contains") : null,
      filter ? likePattern(filter.toLowerCase(), "prefix") : null,
      before ? new Date(before.at) : null,
      before?.id ?? null,
      limit + 1,
    ],
  );
  const items = rows.slice(0, limit).map(({ id, at, ...event }) => ({
    ...event,
    id: String(id),
    at: at.toISOString(),
  }));
  const last = items.at(-1);
  return {
    items,
    ...(rows.length > limit && last ? { next: encodeCursor({ key: last.at, name: last.id }) } : {}),
  };
}

/** Who did something lately, the busiest first: the filter's choices. */
export async function listEventActors(db: Queryable, registryId: string): Promise<string[]> {
  const rows = await db.query<{ actor: string }>(
    `SELECT "actor" FROM (SELECT "actor" FROM "RegistryEvent" WHERE "registryId" = $1::uuid ORDER BY "at" DESC LIMIT 5000) e
     WHERE "actor" IS NOT NULL GROUP BY "actor" ORDER BY count(*) DESC, "actor" LIMIT 40`,
    [registryId],
  );
  return rows.map(({ actor }) => actor);
}

export interface PullDay {
  /** "2026-11-21", in UTC. */
  readonly day: string;
  readonly pulls: number;
}

export interface PullHistory {
  /** Oldest first, every day of the span. */
  readonly days: readonly PullDay[];
  readonly lastPulledAt: string | null;
}

/** A repository's pulls per day, today's last. */
export async function pullHistory(
  db: Queryable,
  repositoryId: RepositoryId,
  days: number,
): Promise<PullHistory> {
  const rows = await db.query<{ day: string; pulls: number; lastAt: Date | null }>(
    `SELECT to_char(d.day, 'YYYY-MM-DD') AS day, coalesce(sum(c."pulls"), 0)::int AS pulls,
       (SELECT max("lastAt") FROM "PullCount" WHERE "repositoryId" = $1::bigint) AS "lastAt"
     FROM generate_series((now() AT TIME ZONE 'UTC')::date - ($2::int - 1), (now() AT TIME ZONE 'UTC')::date, interval '1 day') AS d(day)
       LEFT JOIN "PullCount" c ON c."repositoryId" = $1::bigint AND c."day" = d.day::date
     GROUP BY d.day ORDER BY d.day`,
    [repositoryId, days],
  );
  return {
    days: rows.map(({ day, pulls }) => ({ day, pulls })),
    lastPulledAt: rows[0]?.lastAt?.toISOString() ?? null,
  };
}
