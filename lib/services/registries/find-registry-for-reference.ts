import { db } from "#lib/db/index.ts";
import { parseReference, type Reference, registryHost } from "#lib/registry/index.ts";

export interface MatchedRegistry {
  readonly id: string;
  readonly name: string;
  readonly endpoint: string;
}

function tryParse(reference: string): Reference | null {
  try {
    return parseReference(reference);
  } catch {
    return null;
  }
}

/**
 * Whether an image reference's domain is exactly this endpoint's host and port. An endpoint below a path prefix never
 * matches: docker sends the credential to the host's root. Never by prefix: `registry.example.com.evil` starts with
 * `registry.example.com` (Portainer #6087).
 */
export function referenceMatchesEndpoint(reference: Reference, endpoint: string): boolean {
  return new URL(endpoint).pathname === "/" && reference.domain.toLowerCase() === registryHost(endpoint);
}

/**
 * The enabled registry an image reference (`nginx`, `host:5000/team/app:1`) is pulled from, or null. https before http,
 * the one connected first among several on one host. What cannot be parsed (a URL, `user@host/…`) belongs to none.
 */
export async function findRegistryForReference(reference: string): Promise<MatchedRegistry | null> {
  const parsed = tryParse(reference);
  if (parsed === null) return null;
  const registries = await db().registry.findMany({
    where: { disabledAt: null },
    select: { id: true, name: true, endpoint: true },
    orderBy: { id: "asc" },
  });
  const matches = registries.filter(({ endpoint }) => referenceMatchesEndpoint(parsed, endpoint));
  return matches.find(({ endpoint }) => endpoint.startsWith("https://")) ?? matches[0] ?? null;
}
