import pg from "pg";

/** Tables the application may read and append to, and nothing else. */
export const appendOnlyTables = ["AuditEvent"] as const;

const quote = pg.escapeIdentifier;

/**
 * What the application's role may do. Applied after every migration run, in one transaction, so a new table has its
 * grants before the application meets it and the audit log is at no moment writable.
 */
export function grantScript(appRole: string): string {
  const role = quote(appRole);
  const append = appendOnlyTables.map(quote).join(", ");
  return `
BEGIN;
GRANT USAGE ON SCHEMA public TO ${role};
REVOKE CREATE ON SCHEMA public FROM ${role};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${role};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO ${role};
REVOKE ALL ON ${append}, "_prisma_migrations" FROM ${role};
GRANT SELECT, INSERT ON ${append} TO ${role};
GRANT SELECT ON "_prisma_migrations" TO ${role};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${role};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO ${role};
GRANT USAGE ON SCHEMA pgboss TO ${role};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA pgboss TO ${role};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA pgboss TO ${role};
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA pgboss TO ${role};
ALTER DEFAULT PRIVILEGES IN SCHEMA pgboss GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${role};
COMMIT;`;
}
