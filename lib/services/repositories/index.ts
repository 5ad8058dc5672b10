import "server-only";

export type { NamespaceNode, RepositoryRow } from "#lib/catalog/index.ts";
export { type ChangedTags, changeTags, settleTags } from "./change-tags.ts";
export { getRepository, type RepositoryView } from "./get-repository.ts";
export { indexManifests } from "./index-manifests.ts";
export { indexTag } from "./index-tag.ts";
export {
  countRegistryRepositories,
  listRepositories,
  listTree,
  type NamespaceList,
  type RepositoryCounts,
  type RepositoryList,
} from "./list-repositories.ts";
export { platformText } from "./manifest-record.ts";
export { pinRepository, unpinRepository } from "./pin-repository.ts";
export {
  type ReachedRegistry,
  type ReachedRepository,
  reachRegistry,
  reachRepository,
  repositoryInput,
} from "./reach.ts";
export { readReferrers } from "./read-referrers.ts";
export { startRechecks } from "./recheck.ts";
export { refreshRepository, requireEnabled } from "./refresh.ts";
export { endsRun, isAbsent } from "./run-errors.ts";
export { searchCatalog } from "./search.ts";
export { isSelected } from "./selection.ts";
export { type RegistrySyncOutcome, refreshRegistryInBackground, syncRegistry } from "./sync-registry.ts";
export { refreshInBackground, type SyncOutcome, syncRepository } from "./sync-repository.ts";
export { lookAtTold, type ToldChange } from "./told-tags.ts";
