import type { RailHost, RailRegistry } from "#components/layout/types.ts";
import { loadHosts } from "#lib/services/hosts/index.ts";
import { loadRegistries } from "#lib/services/registries/index.ts";

/** What the rail lists, from the index: no registry and no daemon is asked. */
export async function loadRail(): Promise<{ registries: RailRegistry[]; hosts: RailHost[] }> {
  const [registries, hosts] = await Promise.all([loadRegistries(), loadHosts()]);
  return {
    registries: registries.map((registry) => ({
      id: registry.id,
      name: registry.name,
      host: registry.host,
      status: registry.disabled ? "off" : registry.health,
      repositories:
        registry.indexedAt === null && registry.repositoryCount === 0 ? null : registry.repositoryCount,
    })),
    hosts: hosts.map(({ id, name }) => ({ id, name })),
  };
}
