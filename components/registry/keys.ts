/** Query keys of registries, by subtree: a live event about one makes the whole list stale. */
export const registryKeys = {
  all: ["registries"] as const,
  list: () => [...registryKeys.all, "list"] as const,
  activity: (registryId: string, repository?: string) =>
    ["activity", registryId, repository ?? null] as const,
};

export const repositoryKeys = {
  list: (registryId: string) => ["repositories", registryId] as const,
  tree: (registryId: string, path: string, filter: string) =>
    [...repositoryKeys.list(registryId), "tree", path, filter] as const,
  tags: (registryId: string, repository: string) => ["tags", registryId, repository] as const,
};
