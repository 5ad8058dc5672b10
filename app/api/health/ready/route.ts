import { databaseHealth } from "#lib/db/index.ts";
import { shutdownSignal } from "#lib/server/index.ts";

// Asked at run time: at build time there is no database.
export const dynamic = "force-dynamic";

/** Requests can be served: the database answers and has this version's tables, and the process is not ending. */
export async function GET(): Promise<Response> {
  const health = await databaseHealth();
  const ready = health.migrations === "ok" && !shutdownSignal().aborted;
  return Response.json(
    { status: ready ? "ok" : "unavailable", ...health },
    { status: ready ? 200 : 503, headers: { "Cache-Control": "no-store" } },
  );
}
