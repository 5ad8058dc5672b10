import { getTranslations } from "next-intl/server";
import { cache } from "react";
import type { RailHost, RailRegistry } from "#components/layout/types.ts";
import { loadHosts } from "#lib/services/hosts/index.ts";
import { loadRegistries } from "#lib/services/registries/index.ts";

/** What the rail lists, from the index, once per request: no registry and no daemon is asked. */
export const loadRail = cache(async (): Promise<{ registries: RailRegistry[]; hosts: RailHost[] }> => {
  const [registries, hosts, t] = await Promise.all([loadRegistries(), loadHosts(), getTranslations("hosts")]);
  return {
    registries: registries.map((registry) => ({
      id: registry.id,
      name: registry.name,
      host: registry.host,
      status: registry.disabled ? "off" : registry.health,
      repositories:
        registry.indexedAt === null && registry.repositoryCount === 0 ? null : registry.repositoryCount,
    })),
    // The machine's own host is called what it is in the reader's language.
    hosts: hosts.map(({ id, name, local }) => ({ id, name: local ? t("local") : name })),
  };
});
