import { AppError } from "../../errors.ts";

/** The first list, or the second where the first one's owner is of the other kind: a name is a group's or a user's, not both. */
export async function* eitherOf<T>(first: AsyncIterable<T>, second: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* first;
  } catch (error) {
    if (!(error instanceof AppError && error.reason === "namespace_unknown")) throw error;
    yield* second;
  }
}
