import { executeRead, readJson } from "#lib/operations/index.ts";
import { tryConnection } from "#lib/services/registries/index.ts";
import { streamConnectionTest } from "../stream-connection-test.ts";

/** Tests values typed in a form. A registry's id is refused here: a stored secret never meets a caller's address. */
export function POST(request: Request): Promise<Response> {
  return streamConnectionTest(request, tryConnection.id, (principal, signal) =>
    executeRead(tryConnection, principal, () => readJson(request), { signal }),
  );
}
