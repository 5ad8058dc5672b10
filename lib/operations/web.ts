import "server-only";
import { revalidatePath } from "next/cache";
import type { z } from "zod";
import { anonymous, type Principal } from "../auth/actor.ts";
import { currentPrincipal } from "../auth/request.ts";
import { clientInfo } from "../auth/token.ts";
import type { ErrorDto, Result } from "../errors.ts";
import { decodeParams, type RouteParams, readJson, readQuery } from "./body.ts";
import type { Operation, Read } from "./define.ts";
import { executeLazily, executeRead } from "./execute.ts";
import { failure } from "./failure.ts";
import { statusOf } from "./status.ts";

type Found = { readonly principal: Principal } | { readonly error: ErrorDto };

/** Who asks, or the error to answer with: the database may be away. For handlers that answer by themselves (streams). */
export async function findPrincipal(action: string): Promise<Found> {
  try {
    return { principal: await currentPrincipal() };
  } catch (error) {
    return { error: failure(error, anonymous(await clientInfo()), action) };
  }
}

function revalidate(paths: readonly string[]): void {
  for (const path of paths) revalidatePath(path);
}

/** The server action of an operation: `(input) => Result`. Never throws, whatever a browser sends. */
export function toAction<S extends z.ZodType, O>(
  operation: Operation<S, O>,
): (input: z.input<S>) => Promise<Result<O>> {
  return async (input) => {
    const found = await findPrincipal(operation.id);
    if ("error" in found) return { ok: false, error: found.error };
    return executeLazily(operation, found.principal, async () => input, { stale: revalidate });
  };
}

/** `{ok, data}` or `{ok, error}` with the fitting status; never cached anywhere. */
export function toResponse<O>(result: Result<O>): Response {
  const headers = new Headers({
    "cache-control": "no-store",
    "content-type": "application/json; charset=utf-8",
  });
  const seconds = result.ok ? undefined : result.error.params?.seconds;
  if (!result.ok && result.error.code === "RATE_LIMITED" && seconds !== undefined) {
    headers.set("retry-after", String(seconds));
  }
  // int8 columns come as bigint; in JSON they are text so that no digit is lost.
  const body = JSON.stringify(result, (_key, value: unknown) =>
    typeof value === "bigint" ? value.toString() : value,
  );
  return new Response(body, { status: result.ok ? 200 : statusOf[result.error.code], headers });
}

interface RouteContext {
  readonly params: Promise<RouteParams>;
}
type RouteHandler = (request: Request, context: RouteContext) => Promise<Response>;

/** Builds the input from a request; by default the JSON body (POST) or the query (GET), with the route's parameters on top. */
type ReadInput = (request: Request, params: Readonly<Record<string, string | string[]>>) => unknown;

const fromBody: ReadInput = async (request, params) => {
  const body = await readJson(request);
  const isObject = typeof body === "object" && body !== null && !Array.isArray(body);
  return isObject ? { ...body, ...params } : body;
};
const fromQuery: ReadInput = (request, params) => ({ ...readQuery(new URL(request.url)), ...params });

/** The POST route handler of an operation. */
export function toHandler<S extends z.ZodType, O>(
  operation: Operation<S, O>,
  readInput: ReadInput = fromBody,
): RouteHandler {
  return async (request, context) => {
    const found = await findPrincipal(operation.id);
    if ("error" in found) return toResponse({ ok: false, error: found.error });
    const read = async () => readInput(request, decodeParams(await context.params));
    const options = { signal: request.signal, stale: revalidate };
    return toResponse(await executeLazily(operation, found.principal, read, options));
  };
}

/** The GET route handler of a read, for /api/v1. */
export function toGetHandler<S extends z.ZodType, O>(
  read: Read<S, O>,
  readInput: ReadInput = fromQuery,
): RouteHandler {
  return async (request, context) => {
    const found = await findPrincipal(read.id);
    if ("error" in found) return toResponse({ ok: false, error: found.error });
    const input = async () => readInput(request, decodeParams(await context.params));
    return toResponse(await executeRead(read, found.principal, input, { signal: request.signal }));
  };
}
