import { decodeParams, executeLazily, readJson } from "#lib/operations/index.ts";
import { testRegistry } from "#lib/services/registries/index.ts";
import { streamConnectionTest } from "../../stream-connection-test.ts";

interface Context {
  readonly params: Promise<{ registryId: string }>;
}

/** Tests a stored registry as it is saved. Whatever else the body names is refused as an unknown field. */
export function POST(request: Request, { params }: Context): Promise<Response> {
  const readInput = async () => {
    const body = await readJson(request);
    return { ...(typeof body === "object" ? body : {}), ...decodeParams(await params) };
  };
  return streamConnectionTest(request, testRegistry.id, (principal, signal) =>
    executeLazily(testRegistry, principal, readInput, { signal }),
  );
}
