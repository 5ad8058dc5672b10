// `npm start`: installs and builds what is missing, starts Postgres, migrates, runs server.ts, and ends all of it together.
// Plain Node 18+, no dependencies: it must run before anything is installed. `--dev` runs Next's development server.
import { chmodSync, mkdirSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureBuilt, ensureGenerated } from "./lib/build.mjs";
import { ensureInstalled, findNode } from "./lib/install.mjs";
import { lockHolder, takeLock } from "./lib/lock.mjs";
import { freePort } from "./lib/port.mjs";
import { Supervisor, UserError } from "./lib/supervisor.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dev = process.argv.includes("--dev");
const dataDir = resolve(root, process.env.LONGSHORE_DATA_DIR || ".data");

if (process.platform !== "linux") {
  console.error("Longshore runs on Linux. Elsewhere, run it in a container.");
  process.exit(1);
}

function alreadyRuns(holder) {
  return new UserError(
    holder.url
      ? `Longshore already runs here: ${holder.url} (process ${holder.pid}). Nothing was started.`
      : `Longshore is already being started here (process ${holder.pid}). Nothing was started.`,
  );
}

// A terminal that went away must not end the supervisor before its children.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});

const supervisor = new Supervisor({ root, dataDir, dev });
supervisor.listenForSignals();
try {
  const running = lockHolder(dataDir);
  if (running) throw alreadyRuns(running);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  chmodSync(dataDir, 0o700);
  const { holder, lock } = await takeLock(dataDir);
  if (holder) throw alreadyRuns(holder);
  supervisor.atEnd(() => lock.release());

  await ensureInstalled(root, supervisor.adopt);
  const node = findNode(root);
  const settings = await supervisor.checkEnv(node);
  const port = await freePort(settings.port, settings.host);

  await ensureGenerated(root, node, supervisor.adopt);
  if (!dev) await ensureBuilt(root, node, supervisor.adopt);
  const databaseUrl = await supervisor.prepareDatabase(node);
  await supervisor.startServer(node, { ...settings, port, databaseUrl, lock });
} catch (error) {
  // Being told to end while starting is no failure.
  if (!supervisor.ending)
    console.error(error instanceof UserError ? error.message : `Could not start: ${error.message}`);
  await supervisor.end(supervisor.ending ? 0 : 1);
}
