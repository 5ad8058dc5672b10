import { type FakeRegistry, sendJson, startFakeRegistry } from "../fake-registry.ts";
import { basicOf, type HeldFacts, urlOf } from "./pages.ts";

export interface NexusOptions {
  /** "user:password". */
  readonly credential: string;
  /** "repository/image" → components. */
  readonly facts: HeldFacts;
}

/**
 * Nexus's search below a context path. https://help.sonatype.com/en/search-api.html: GET /service/rest/v1/search (repository, format,
 * docker.imageName, continuationToken) → {items: [{repository, format, name, version, assets}], continuationToken}, fifty a page.
 */
export function startFakeNexus({ credential, facts }: NexusOptions): Promise<FakeRegistry> {
  return startFakeRegistry({
    faults: [
      (request, response, next) => {
        response.setHeader("server", "Nexus/3.83.0-08 (COMMUNITY)");
        const { pathname, searchParams } = urlOf(request);
        if (!/^(\/nexus)?\/service\/rest\/v1\/search$/.test(pathname)) return next();
        if (basicOf(request) !== credential) return response.writeHead(401).end();
        const all = facts[`${searchParams.get("repository")}/${searchParams.get("docker.imageName")}`] ?? [];
        const from = Number(searchParams.get("continuationToken") ?? 0);
        const continuationToken = from + 50 < all.length ? `${from + 50}` : null;
        return sendJson(response, 200, { items: all.slice(from, from + 50), continuationToken });
      },
    ],
  });
}
