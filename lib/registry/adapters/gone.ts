import { AppError } from "../../errors.ts";
import type { RepositoryName } from "../types.ts";
import type { Doomed } from "./adapter.ts";

/** What a product's API could not find. */
export function gone(
  { target, repository, reference }: Doomed,
  reason: "name_unknown" | "manifest_unknown",
): AppError {
  const { host } = new URL(target.endpoint);
  return new AppError("NOT_FOUND", `No ${repository}:${reference} at ${host}`, {
    reason,
    params: { host, repository, reference },
  });
}

/** The first item a list has that fits; undefined as well where nobody knows the list's owner. */
export async function findItem<T>(
  pages: AsyncIterable<{ readonly items: readonly T[] }>,
  fits: (item: T) => boolean,
): Promise<T | undefined> {
  try {
    for await (const { items } of pages) {
      const found = items.find(fits);
      if (found !== undefined) return found;
    }
  } catch (error) {
    if (!(error instanceof AppError && error.reason === "namespace_unknown")) throw error;
  }
  return undefined;
}

/** The owner, and what is left of the name: "octo" and "tools/cli". */
export function ownerAndRest(repository: RepositoryName): readonly [owner: string, rest: string] {
  const [owner = "", ...rest] = repository.split("/");
  return [owner, rest.join("/")];
}
