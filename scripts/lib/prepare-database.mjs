// Run by the supervisor on Node 24, which hands over addresses in the environment: makes roles (embedded server), applies
// migrations as the owner, and prints {"url": …} for the application.
import { resolve } from "node:path";
import pg from "pg";
import { appRole, bootstrap, ownerRole } from "../../lib/db/bootstrap.ts";
import { isDatabaseUnavailable } from "../../lib/db/health.ts";
import { migrate } from "../../lib/db/migrate.ts";
import { hasTrigrams } from "../../lib/db/trigrams.ts";

const root = resolve(import.meta.dirname, "../..");
const { LONGSHORE_EMBEDDED_URL: embedded, DATABASE_URL, LONGSHORE_DATABASE_OWNER_URL } = process.env;

function as(url, role, database) {
  const changed = new URL(url);
  changed.username = role;
  changed.pathname = `/${database}`;
  return changed.href;
}

/** Compose starts everything at once: the database may need a while. */
async function roleOf(url, patience) {
  const end = Date.now() + patience;
  for (let told = false; ; ) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
    try {
      await client.connect();
      const { rows } = await client.query("SELECT current_user AS role");
      return rows[0].role;
    } catch (error) {
      if (!isDatabaseUnavailable(error) || Date.now() > end) throw error;
      if (!told) console.error(`Waiting for the database (${error.code ?? error.message})…`);
      told = true;
      await new Promise((done) => setTimeout(done, 500));
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

try {
  if (embedded) {
    await bootstrap(embedded, "longshore");
    const applied = await migrate({ root, ownerUrl: as(embedded, ownerRole, "longshore"), appRole });
    console.log(JSON.stringify({ url: as(embedded, appRole, "longshore"), applied }));
  } else {
    const ownerUrl = LONGSHORE_DATABASE_OWNER_URL || DATABASE_URL;
    const application = await roleOf(DATABASE_URL, 60_000);
    const owner = await roleOf(ownerUrl, 10_000);
    const separate = application !== owner;
    const applied = await migrate({ root, ownerUrl, appRole: separate ? application : undefined });
    const trigrams = await hasTrigrams(DATABASE_URL);
    console.log(JSON.stringify({ url: DATABASE_URL, applied, oneRole: !separate, noTrigrams: !trigrams }));
  }
} catch (error) {
  // The addresses may hold passwords: pg's messages do not repeat them.
  console.error(`The database could not be prepared: ${error.message}`);
  process.exit(1);
}
