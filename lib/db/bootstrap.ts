import pg from "pg";

/** Roles of a database we run ourselves. */
export const ownerRole = "longshore_owner";
export const appRole = "longshore_app";

/**
 * Makes the two roles and the database in a server of our own.
 * @param adminUrl superuser's address of the `postgres` database.
 */
export async function bootstrap(adminUrl: string, database: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    for (const role of [ownerRole, appRole]) {
      const { rowCount } = await client.query("SELECT 1 FROM pg_roles WHERE rolname = $1", [role]);
      if (!rowCount) await client.query(`CREATE ROLE ${pg.escapeIdentifier(role)} LOGIN`);
    }
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [database]);
    const name = pg.escapeIdentifier(database);
    if (!rowCount) {
      await client.query(`CREATE DATABASE ${name} OWNER ${ownerRole}`);
      await client.query(`REVOKE ALL ON DATABASE ${name} FROM PUBLIC`);
      await client.query(`GRANT CONNECT ON DATABASE ${name} TO ${appRole}`);
    }
  } finally {
    await client.end();
  }
}
