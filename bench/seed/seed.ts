import { readFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";

/** Fills an empty, migrated database with an index of that many tags: see seed.sql. Some twenty seconds for a million. */
export async function seedIndex(url: string, tags: number): Promise<void> {
  const script = await readFile(join(import.meta.dirname, "seed.sql"), "utf8");
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    // One simple query runs the whole script as one transaction; it takes no parameters.
    await client.query(script.replaceAll("$1", String(Math.trunc(tags))));
    await client.query("VACUUM (ANALYZE)");
  } finally {
    await client.end();
  }
}
