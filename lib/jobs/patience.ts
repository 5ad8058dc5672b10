import { isDatabaseUnavailable } from "../db/index.ts";

const pauseMs = 1_000;

/**
 * Does a piece of writing that must not be lost: while the database is away it is tried again every second, as long as
 * `goOn` says so. Any other error is thrown.
 */
export async function patiently<T>(write: () => Promise<T>, goOn: () => boolean): Promise<T> {
  for (;;) {
    try {
      return await write();
    } catch (error) {
      if (!isDatabaseUnavailable(error) || !goOn()) throw error;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}
