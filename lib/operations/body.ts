import { AppError } from "../errors.ts";

/** More than any form of ours needs: a CA bundle is the largest. */
const longestBody = 1024 * 1024;

/** Reads a JSON body of at most 1 MiB. Throws INVALID_INPUT for anything else. */
export async function readJson(request: Request): Promise<unknown> {
  const type = request.headers.get("content-type") ?? "";
  // A form can be posted from any site without asking; JSON cannot.
  if (!/^application\/json\s*(;|$)/i.test(type))
    throw new AppError("INVALID_INPUT", "body is not application/json");
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.byteLength;
    if (length > longestBody) throw new AppError("INVALID_INPUT", "body too large", { reason: "too_large" });
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch (cause) {
    throw new AppError("INVALID_INPUT", "body is not JSON", { cause });
  }
}

export type RouteParams = Readonly<Record<string, string | string[] | undefined>>;

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    throw new AppError("NOT_FOUND", "an address with broken percent-encoding", { cause });
  }
}

/** Route parameters as they were meant: Next hands them over percent-encoded. The one place that decodes them. */
export function decodeParams(params: RouteParams | undefined): Record<string, string | string[]> {
  // A route without parameters has no object of them at times.
  const entries = Object.entries(params ?? {}).filter(
    (entry): entry is [string, string | string[]] => entry[1] !== undefined,
  );
  return Object.fromEntries(
    entries.map(([name, value]) => [name, Array.isArray(value) ? value.map(decode) : decode(value)]),
  );
}

/** Query parameters as an object; a repeated one becomes a list, an empty one is absent. */
export function readQuery(url: URL): Record<string, string | string[]> {
  const entries = [...new Set(url.searchParams.keys())].flatMap((name): [string, string | string[]][] => {
    const values = url.searchParams.getAll(name).filter((value) => value !== "");
    const [first] = values;
    return first === undefined ? [] : [[name, values.length > 1 ? values : first]];
  });
  // Own properties whatever their name: assigned, "__proto__" would be none and pass as if it were not there.
  return Object.fromEntries(entries);
}
