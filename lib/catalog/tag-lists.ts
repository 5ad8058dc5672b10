import type { ErrorDto } from "../errors.ts";
import type { PlatformCount } from "./repository-queries.ts";
import {
  COUNT_CAP,
  type Cursor,
  type Direction,
  keyset,
  type ListPage,
  type Queryable,
  type RepositoryId,
  readKeyset,
  type SortColumn,
  toNumber,
  toPage,
} from "./sql.ts";
import { listAttachments } from "./tag-attachments.ts";
import { narrowing, type TagNarrowing } from "./tag-narrowing.ts";
import { PLATFORMS } from "./totals.ts";

/** The only fields a list of tags may be sorted by. */
export const tagSorts = ["name", "digest", "platform", "size", "created", "pushed", "pulled"] as const;
export type TagSort = (typeof tagSorts)[number];

/** Name, size and dates have indexes of their own (Tag_by_…): their order must stay what those hold. */
const columns: Record<TagSort, SortColumn> = {
  name: { expression: `t."sortKey"`, type: "text" },
  digest: { expression: `t."digest"`, type: "text", nullable: true },
  platform: {
    expression: `nullif(array_to_string(t."imagePlatforms", ','), '')`,
    type: "text",
    nullable: true,
  },
  size: { expression: `t."imageBytes"`, type: "bigint", nullable: true },
  created: { expression: `t."imageCreatedAt"`, type: "timestamptz", nullable: true },
  pushed: { expression: `coalesce(t."pushedAt", t."movedAt", t."firstSeenAt")`, type: "timestamptz" },
  pulled: { expression: `t."pulledAt"`, type: "timestamptz", nullable: true },
};

export interface TagRow {
  readonly name: string;
  /** null: listed, not yet resolved. */
  readonly digest: string | null;
  readonly error: ErrorDto | null;
  readonly kind: "image" | "index" | "artifact" | "schema1" | null;
  readonly mediaType: string | null;
  readonly artifactType: string | null;
  /** Compressed bytes; of an index, all its platforms with each blob once. */
  readonly totalBytes: number | null;
  readonly platforms: readonly { readonly platform: string; readonly bytes: number | null }[];
  readonly createdAt: string | null;
  /** Since when it is known to point at this digest. */
  readonly seenAt: string;
  /** By the registry's word; null where it has none. */
  readonly pushedAt: string | null;
  readonly pulledAt: string | null;
  /** Artifact types of what is attached to it: signatures, SBOMs, attestations, as far as the index has seen them. */
  readonly attached: readonly string[];
}

export interface TagQuery extends TagNarrowing {
  readonly sort: TagSort;
  readonly direction: Direction;
  readonly cursor?: Cursor;
  readonly limit: number;
}

interface Row {
  name: string;
  key: string | null;
  digest: string | null;
  error: ErrorDto | null;
  kind: TagRow["kind"];
  mediaType: string | null;
  artifactType: string | null;
  totalBytes: bigint | null;
  platforms: string[] | null;
  createdAt: Date | null;
  seenAt: Date;
  pushedAt: Date | null;
  pulledAt: Date | null;
}

interface Found {
  readonly rows: readonly Row[];
  readonly count: number;
}

const shown = `t."name", t."digest", t."error", m."kind", m."mediaType", m."artifactType", m."totalBytes", m."platforms",
  m."createdAt", coalesce(t."movedAt", t."firstSeenAt") AS "seenAt", t."pushedAt", t."pulledAt"`;

/** In the order of an index: the page first, then what its manifests say. Joined before, every tag would be. */
async function readAll(db: Queryable, query: TagQuery): Promise<Found> {
  const { where, values } = narrowing(query);
  const parts = keyset(columns[query.sort], query.direction, `t."name"`, query.cursor, values.length + 1);
  const [rows, count] = await Promise.all([
    readKeyset(parts, query.limit + 1, (part, limit) =>
      db.query<Row>(
        `SELECT ${shown}, ${part.keyText} AS key
         FROM (SELECT t.* FROM "Tag" t WHERE ${where} AND ${part.where} ${part.order}
           LIMIT $${values.length + part.values.length + 1}) t
         LEFT JOIN "Manifest" m ON m."digest" = t."digest" ${part.order}`,
        [...values, ...part.values, limit],
      ),
    ),
    countTags(db, query),
  ]);
  return { rows, count };
}

/** What fits is found once, counted and then sorted: in the order of an index, few that fit are met late. */
async function readNarrowed(db: Queryable, query: TagQuery): Promise<Found> {
  const { where, values } = narrowing(query);
  const { expression, ...column } = columns[query.sort];
  const found = { ...column, expression: `f."key"` };
  const parts = keyset(found, query.direction, `f."name"`, query.cursor, values.length + 1);
  let count = 0;
  const rows = await readKeyset(parts, query.limit + 1, async (part, limit) => {
    const answer = await db.query<Row & { count: bigint }>(
      `WITH fits AS MATERIALIZED (SELECT t."name", ${expression} AS "key" FROM "Tag" t WHERE ${where})
       SELECT ${shown}, ${part.keyText} AS key, (SELECT count(*) FROM fits) AS count
       FROM (SELECT 1) one LEFT JOIN (SELECT f.* FROM fits f WHERE ${part.where} ${part.order}
         LIMIT $${values.length + part.values.length + 1}) f ON true
       LEFT JOIN "Tag" t ON t."repositoryId" = $1::bigint AND t."name" = f."name"
       LEFT JOIN "Manifest" m ON m."digest" = t."digest" ${part.order}`,
      [...values, ...part.values, limit],
    );
    count = Math.min(Number(answer[0]?.count ?? 0), COUNT_CAP + 1);
    return answer.filter(({ name }) => name !== null);
  });
  return { rows, count };
}

/** One page of a repository's tags, with size and dates from the manifests they point at. */
export async function listTags(db: Queryable, query: TagQuery): Promise<ListPage<TagRow>> {
  const { rows, count } = await (narrowing(query).narrowed ? readNarrowed : readAll)(db, query);
  const indexes = rows.flatMap((row) => (row.kind === "index" && row.digest ? [row.digest] : []));
  const digests = rows.flatMap(({ digest }) => digest ?? []);
  const [sizes, attached] = await Promise.all([
    platformSizes(db, indexes),
    listAttachments(db, query.repositoryId, digests),
  ]);
  return toPage(rows, query.limit, count, (row) => ({
    name: row.name,
    digest: row.digest,
    error: row.error,
    kind: row.kind,
    mediaType: row.mediaType,
    artifactType: row.artifactType,
    totalBytes: toNumber(row.totalBytes),
    platforms:
      sizes.get(row.digest ?? "") ??
      (row.platforms ?? []).map((platform) => ({ platform, bytes: toNumber(row.totalBytes) })),
    createdAt: row.createdAt?.toISOString() ?? null,
    seenAt: row.seenAt.toISOString(),
    pushedAt: row.pushedAt?.toISOString() ?? null,
    pulledAt: row.pulledAt?.toISOString() ?? null,
    attached: attached.get(row.digest ?? "") ?? [],
  }));
}

/** How many match, exact up to COUNT_CAP. */
export async function countTags(db: Queryable, query: TagNarrowing): Promise<number> {
  const { where, values, narrowed } = narrowing(query);
  const counted = (condition: string, limit: string) =>
    `SELECT count(*) FROM (SELECT 1 FROM "Tag" t WHERE ${condition} LIMIT ${limit}) c`;
  const most = `${COUNT_CAP + 1}`;
  // All but a few: all, which an index says alone, less the few, which have one of their own.
  const text =
    query.attachments === "none" && !narrowed
      ? `WITH few AS (${counted(narrowing({ ...query, attachments: "only" }).where, most)})
         SELECT (${counted(narrowing({ repositoryId: query.repositoryId }).where, `${most} + (SELECT "count" FROM few)`)})
           - (SELECT "count" FROM few) AS count`
      : counted(where, most);
  const rows = await db.query<{ count: bigint }>(text, values);
  return Number(rows[0]?.count ?? 0);
}

async function platformSizes(db: Queryable, indexes: readonly string[]) {
  const sizes = new Map<string, { platform: string; bytes: number | null }[]>();
  if (indexes.length === 0) return sizes;
  const rows = await db.query<{ parent: string; platform: string; bytes: bigint | null }>(
    `SELECT c."parentDigest" AS parent, c."platform", m."totalBytes" AS bytes
     FROM "ManifestChild" c LEFT JOIN "Manifest" m ON m."digest" = c."childDigest"
     WHERE c."parentDigest" = ANY($1::text[]) AND c."role" = 'platform' AND c."platform" IS NOT NULL
     ORDER BY c."parentDigest", c."position"`,
    [indexes],
  );
  for (const row of rows) {
    const list = sizes.get(row.parent) ?? [];
    list.push({ platform: row.platform, bytes: toNumber(row.bytes) });
    sizes.set(row.parent, list);
  }
  return sizes;
}

/** Every platform some tag of the repository is for, counted now: for one whose tags were never read to the end. */
export async function countPlatforms(db: Queryable, repositoryId: RepositoryId): Promise<PlatformCount[]> {
  const rows = await db.query<{ platform: string; tags: bigint }>(
    `SELECT p.platform, count(*) AS tags FROM "Tag" t CROSS JOIN LATERAL unnest(t."imagePlatforms") AS p(platform)
     WHERE t."repositoryId" = $1::bigint AND t."goneAt" IS NULL
     GROUP BY p.platform ORDER BY count(*) DESC, p.platform LIMIT ${PLATFORMS}`,
    [repositoryId],
  );
  return rows.map((row) => ({ platform: row.platform, tags: Number(row.tags) }));
}
