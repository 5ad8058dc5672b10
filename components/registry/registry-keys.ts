/** Query keys of registries, by subtree: a live event about one makes the whole list stale. */
export const registryKeys = {
  all: ["registries"] as const,
  list: () => [...registryKeys.all, "list"] as const,
};
