import { executeRead, readQuery } from "#lib/operations/index.ts";
import { findPrincipal, toResponse } from "#lib/operations/web.ts";
import { getRaw } from "#lib/services/tags/index.ts";

/**
 * The exact bytes as a file. Never under their own media type and never shown in place: whoever pushed them chose them.
 */
export async function GET(request: Request): Promise<Response> {
  const found = await findPrincipal(getRaw.id);
  if ("error" in found) return toResponse({ ok: false, error: found.error });
  const result = await executeRead(getRaw, found.principal, async () => readQuery(new URL(request.url)));
  if (!result.ok) return toResponse(result);
  const { digest, bytes } = result.data;
  return new Response(new Uint8Array(bytes), {
    headers: {
      "cache-control": "private, no-store",
      "content-disposition": `attachment; filename="${digest.replace(":", "-")}.json"`,
      "content-security-policy": "sandbox",
      "content-type": "application/octet-stream",
      "x-content-type-options": "nosniff",
    },
  });
}
