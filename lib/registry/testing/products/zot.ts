import type { FakeRegistry, Fault } from "../fake-registry.ts";
import { sendJson, startFakeRegistry } from "../fake-registry.ts";
import { type HeldFacts, urlOf } from "./pages.ts";

interface Variables {
  readonly text?: string;
  readonly repo?: string;
  readonly limit: number;
  readonly offset: number;
}

/**
 * zot's search extension. https://github.com/project-zot/zot/blob/main/pkg/extensions/search/schema.graphql: GlobalSearch
 * with PageInput {limit, offset}, answered by Page.TotalCount and Repos (RepoSummary); GET with `query` and `variables`
 * as GraphQL over HTTP has it; ImageList, paged alike, with Results (ImageSummary). Each repository has as many stars as letters.
 */
export function startFakeZot(names: readonly string[], facts: HeldFacts = {}): Promise<FakeRegistry> {
  const fault: Fault = (request, response, next) => {
    response.setHeader("zot-version", "2.1.0");
    const { pathname, searchParams } = urlOf(request);
    if (pathname !== "/v2/_zot/ext/search") return next();
    const { text = "", repo, limit, offset } = JSON.parse(searchParams.get("variables") ?? "{}") as Variables;
    if (repo !== undefined) {
      const all = facts[repo];
      // A failure of GraphQL's.
      if (all === undefined) return sendJson(response, 200, { data: null, errors: [{ message: "no repo" }] });
      const Results = all.slice(offset, offset + limit);
      const Page = { TotalCount: all.length, ItemCount: Results.length };
      return sendJson(response, 200, { data: { ImageList: { Page, Results } } });
    }
    const found = names.filter((name) => name.includes(text));
    const page = found.slice(offset, offset + limit);
    return sendJson(response, 200, {
      data: {
        GlobalSearch: {
          Page: { TotalCount: found.length },
          Repos: page.map((Name) => ({
            Name,
            LastUpdated: "2026-03-01T10:00:00Z",
            StarCount: Name.length,
            DownloadCount: 12,
            NewestImage: { Description: `about ${Name}`, Vendor: "Acme" },
          })),
        },
      },
    });
  };
  return startFakeRegistry({ faults: [fault] });
}
