import { db, type Tx } from "./client.ts";

/**
 * The database's time; inside a transaction, when that began, as the columns' own defaults. What is stored is compared by
 * this one clock, so that instances agree and none that steps ends a session or makes a fresh index old.
 */
export async function databaseNow(tx: Tx = db()): Promise<Date> {
  const rows = await tx.$queryRaw<{ now: Date }[]>`SELECT now() AS now`;
  const now = rows[0]?.now;
  if (!now) throw new Error("Postgres did not tell the time");
  return now;
}
