import "server-only";

export * from "./deletion-queries.ts";
export * from "./event-queries.ts";
export * from "./event-store.ts";
export * from "./manifest-queries.ts";
export * from "./manifest-store.ts";
export * from "./recent-changes.ts";
export * from "./recent-pulls.ts";
export * from "./referrer-queries.ts";
export * from "./repository-queries.ts";
export * from "./repository-store.ts";
export * from "./run-queries.ts";
export * from "./search.ts";
export type { FoundLabel, FoundManifest } from "./search-images.ts";
export type { SearchScope } from "./search-scope.ts";
export { tagSortKey } from "./sort-key.ts";
export {
  COUNT_CAP,
  type Cursor,
  type Direction,
  decodeCursor,
  isStale,
  type ListPage,
  type Queryable,
  type RepositoryId,
} from "./sql.ts";
export * from "./storage-queries.ts";
export * from "./storage-store.ts";
export { listAttachments } from "./tag-attachments.ts";
export * from "./tag-lists.ts";
export * from "./tag-queries.ts";
export * from "./tag-store.ts";
export * from "./totals.ts";
