import { executeRead, readQuery } from "#lib/operations/index.ts";
import { findPrincipal, toResponse } from "#lib/operations/web.ts";
import { listSearchSources, type SearchLine, searchRegistry } from "#lib/services/search/index.ts";
import { listenerOf, streamLines } from "../../stream-lines.ts";

/**
 * A search of all registries, or of the one named: whom it goes to, then each one's answer as it comes, in NDJSON. What is
 * refused before anybody is asked is an ordinary JSON answer with its status.
 */
export async function GET(request: Request): Promise<Response> {
  const found = await findPrincipal(listSearchSources.id);
  if ("error" in found) return toResponse({ ok: false, error: found.error });
  const { principal } = found;
  const query = readQuery(new URL(request.url));
  const sources = await executeRead(listSearchSources, principal, async () => query);
  if (!sources.ok) return toResponse(sources);
  const listener = listenerOf(request);
  return streamLines<SearchLine>(listener, async (write) => {
    write({ type: "sources", sources: sources.data });
    await Promise.all(
      sources.data.map(async ({ registryId }) => {
        const result = await executeRead(searchRegistry, principal, async () => ({ ...query, registryId }), {
          signal: listener.signal,
        });
        write({ type: "answer", registryId, result });
      }),
    );
  });
}
