import { AppError } from "../../errors.ts";

/** The first list, or the second where the first one's owner is of the other kind: a name is a group's or a user's, not both. */
export async function* eitherOf<T>(
  first: AsyncIterable<T>,
  second: AsyncIterable<T>,
  turns: (error: unknown) => boolean = isUnknown,
): AsyncGenerator<T> {
  try {
    yield* first;
  } catch (error) {
    if (!turns(error)) throw error;
    yield* second;
  }
}

function isUnknown(error: unknown): boolean {
  return error instanceof AppError && error.reason === "namespace_unknown";
}
