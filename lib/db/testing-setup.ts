import { startTestPostgres } from "./testing.ts";

/** Vitest's global setup: one Postgres for all test files, unless the test run brought one. */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.LONGSHORE_TEST_POSTGRES_URL) return undefined;
  const postgres = await startTestPostgres();
  process.env.LONGSHORE_TEST_POSTGRES_URL = postgres.adminUrl;
  return () => postgres.stop();
}
