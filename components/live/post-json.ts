import { ResultError } from "#components/data-table/request.ts";
import type { Result } from "#lib/errors.ts";

/** POSTs to one of our operations. Throws ResultError when it answers `{ ok: false }`. */
export async function postJson<T>(path: string, body: unknown): Promise<T> {
  const response = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify(body),
  });
  const result = (await response.json()) as Result<T>;
  if (!result.ok) throw new ResultError(result.error);
  return result.data;
}
