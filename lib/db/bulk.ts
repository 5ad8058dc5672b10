import { createHash } from "node:crypto";
import pg from "pg";
import { pool } from "./client.ts";

/** As Prisma reads them: int8 as bigint. Everything else as pg does (Date, Buffer, parsed JSON, arrays). */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: "text" | "binary") =>
    oid === pg.types.builtins.INT8 && format !== "binary"
      ? BigInt
      : pg.types.getTypeParser(oid, format ?? "text")) as pg.CustomTypesConfig["getTypeParser"],
};

/** One connection (or one transaction on it) of `bulk`. */
export interface Sql {
  /** Runs one statement. Arrays are passed as they are: `unnest($1::text[], $2::int8[])`. */
  query<Row extends object = Record<string, unknown>>(
    text: string,
    values?: readonly unknown[],
  ): Promise<Row[]>;
  /**
   * As `query`, but parsed and planned once on each connection: for few rows by a key, whose plan is the same whatever the
   * values. Of others a plan that knows the values is worth its time. A migration that changes the type of a column it returns
   * breaks it for the instances that still run.
   */
  lookUp<Row extends object = Record<string, unknown>>(
    text: string,
    values: readonly unknown[],
  ): Promise<Row[]>;
}

const names = new Map<string, string>();

/** The same in every bundle: they share the connections. */
function nameOf(text: string): string {
  const name = names.get(text) ?? createHash("sha256").update(text).digest("base64url");
  names.set(text, name);
  return name;
}

function on(client: pg.Pool | pg.PoolClient): Sql {
  return {
    async query<Row extends object>(text: string, values: readonly unknown[] = []) {
      const { rows } = await client.query<Row>({ text, values: [...values], types });
      return rows;
    },
    async lookUp<Row extends object>(text: string, values: readonly unknown[]) {
      const { rows } = await client.query<Row>({ name: nameOf(text), text, values: [...values], types });
      return rows;
    },
  };
}

/**
 * SQL beside Prisma, for rows by the thousand: one `INSERT … SELECT FROM unnest(…)` instead of a statement per row.
 * Values are always parameters, never text.
 */
export const bulk = {
  query<Row extends object = Record<string, unknown>>(
    text: string,
    values?: readonly unknown[],
  ): Promise<Row[]> {
    return on(pool()).query<Row>(text, values);
  },

  lookUp<Row extends object = Record<string, unknown>>(
    text: string,
    values: readonly unknown[],
  ): Promise<Row[]> {
    return on(pool()).lookUp<Row>(text, values);
  },

  /** A transaction on one connection; rolled back when `work` throws. */
  async transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    const client = await pool().connect();
    let broken: Error | undefined;
    try {
      await client.query("BEGIN");
      const result = await work(on(client));
      await client.query("COMMIT");
      return result;
    } catch (error) {
      await client.query("ROLLBACK").catch((cause: Error) => {
        broken = cause;
      });
      throw error;
    } finally {
      client.release(broken);
    }
  },

  /**
   * Runs `work` while holding a session-level advisory lock, or not at all when another process or caller holds it.
   * @returns what `work` returned, or undefined when the lock was taken.
   */
  async withLock<T>(name: string, work: () => Promise<T>): Promise<T | undefined> {
    const client = await pool().connect();
    let broken: Error | undefined;
    try {
      const { rows } = await client.query("SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS locked", [
        name,
      ]);
      if (!rows[0].locked) return undefined;
      try {
        return await work();
      } finally {
        await client
          .query("SELECT pg_advisory_unlock(hashtextextended($1, 0))", [name])
          .catch((cause: Error) => {
            // Closing the connection releases the lock just as well.
            broken = cause;
          });
      }
    } finally {
      client.release(broken);
    }
  },
};
