import "server-only";

export { listSearchSources, searchRegistry } from "./search-registries.ts";
export type { FoundRepository, SearchAnswer, SearchLine, SearchSource } from "./types.ts";
