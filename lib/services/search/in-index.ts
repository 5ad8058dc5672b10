import { COUNT_CAP, decodeCursor, listRepositories } from "#lib/catalog/index.ts";
import { bulk } from "#lib/db/index.ts";
import type { SearchPage } from "#lib/registry/search-types.ts";
import type { FoundRepository, SearchAnswer } from "./types.ts";

interface IndexQuery {
  readonly registryId: string;
  readonly text: string;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Repositories of a registry, among those the index holds, whose name contains the text. Costs the registry nothing. */
export async function findInIndex({ registryId, text, limit, cursor }: IndexQuery): Promise<SearchAnswer> {
  const page = await listRepositories(bulk, {
    registryId,
    filter: text,
    sort: "name",
    direction: "asc",
    limit,
    ...(cursor === undefined ? {} : { cursor: decodeCursor(cursor) }),
  });
  return {
    by: "index",
    found: page.items.map(({ name, tagCount, lastPushedAt }) => ({
      name,
      known: true,
      ...(tagCount === null ? {} : { tags: tagCount }),
      ...(lastPushedAt === null ? {} : { updated: lastPushedAt }),
    })),
    total: Math.min(page.count, COUNT_CAP),
    ...(page.next === undefined ? {} : { next: page.next }),
  };
}

/** What a registry found, with what the index knows of it beside. */
export async function withKnown(
  registryId: string,
  hits: SearchPage["hits"],
): Promise<readonly FoundRepository[]> {
  const rows = await bulk.query<{ name: string; tagCount: number | null }>(
    `SELECT "name", "tagCount" FROM "Repository"
     WHERE "registryId" = $1::uuid AND "goneAt" IS NULL AND "name" = ANY($2::text[])`,
    [registryId, hits.map(({ name }) => name)],
  );
  const known = new Map(rows.map(({ name, tagCount }) => [name, tagCount]));
  return hits.map((hit) => {
    const tags = known.get(hit.name) ?? undefined;
    return { ...hit, known: known.has(hit.name), ...(tags === undefined ? {} : { tags }) };
  });
}
