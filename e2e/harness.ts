/**
 * Everything the tests run on, for as long as they run: Postgres, a Docker daemon, three registries with images.
 * Started by scripts/test.mjs; arguments are paths that choose suites (lib/… or app/… → Vitest, e2e/… → Playwright).
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startTestPostgres } from "../lib/db/testing.ts";
import { memoryFolder } from "../lib/registry/testing/docker-registry.ts";
import { ensureBuilt } from "../scripts/lib/build.mjs";
import { startDaemon, unmountLeftovers } from "./fixtures/daemon.ts";
import { summarise } from "./fixtures/leak-search.ts";
import { stopServers } from "./fixtures/processes.ts";
import { registryPassword, registryUsername, startRegistries } from "./fixtures/registries.ts";
import {
  type Counts,
  type Environment,
  interruptSuite,
  runPlaywright,
  runVitest,
  watchChild,
} from "./fixtures/suites.ts";

const root = join(import.meta.dirname, "..");
const filters = process.argv.slice(2);
const browser = filters.filter((path) => path.startsWith("e2e"));
const direct = filters.filter((path) => !path.startsWith("e2e"));

const directory = await mkdtemp(join(tmpdir(), "longshore-test-"));
// Some 30,000 small files.
const storage = await mkdtemp(join(memoryFolder(), "longshore-registries-"));
const searches = join(directory, "searches.jsonl");
const cleanups: (() => Promise<unknown>)[] = [
  () => rm(directory, { recursive: true, force: true }),
  () => rm(storage, { recursive: true, force: true }),
  () => unmountLeftovers(directory),
];
let interrupted = false;
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    interrupted = true;
    interruptSuite();
  });
}

async function startAll(): Promise<Environment> {
  cleanups.push(stopServers);
  const postgres = startTestPostgres();
  const daemon = startDaemon(directory);
  const registries = startRegistries(storage);
  // One failing must not leave the others starting behind our back.
  await Promise.allSettled([postgres, daemon, registries]);
  const running = await postgres;
  cleanups.push(() => running.stop());
  const { open, auth, tls, authority } = await registries;
  return {
    LONGSHORE_TEST_POSTGRES_URL: running.adminUrl,
    LONGSHORE_TEST_DOCKER_HOST: (await daemon).host,
    LONGSHORE_TEST_REGISTRY_OPEN: open,
    LONGSHORE_TEST_REGISTRY_AUTH: auth,
    LONGSHORE_TEST_REGISTRY_TLS: tls,
    LONGSHORE_TEST_REGISTRY_CA: authority,
    LONGSHORE_TEST_REGISTRY_USERNAME: registryUsername,
    LONGSHORE_TEST_REGISTRY_PASSWORD: registryPassword,
    LONGSHORE_TEST_FIXTURES: join(storage, "fixtures.json"),
    // What a developer's shell says must not reach the tests.
    DATABASE_URL: undefined,
    LONGSHORE_DATABASE_OWNER_URL: undefined,
    DOCKER_HOST: undefined,
  };
}

async function runSuites(): Promise<Counts> {
  const results: Counts[] = [];
  try {
    const started = Date.now();
    const environment = await startAll();
    console.log(
      `Postgres, Docker daemon and registries are ready after ${((Date.now() - started) / 1000).toFixed(1)} s.`,
    );
    if (!interrupted && (direct.length > 0 || filters.length === 0)) {
      results.push(await runVitest(directory, direct, environment));
    }
    if (!interrupted && (browser.length > 0 || filters.length === 0)) {
      await ensureBuilt(root, process.execPath, watchChild);
      // Not for Vitest: its tests of the search plant secrets to be found.
      const searched = { ...environment, LONGSHORE_TEST_SEARCHES: searches };
      results.push(await runPlaywright(directory, browser, searched));
      const { line, leaks } = await summarise(searches);
      console.log(line);
      results.push({ passed: 0, failed: leaks > 0 ? 1 : 0 });
    }
  } catch (error) {
    console.error(error);
    results.push({ passed: 0, failed: 1 });
  }
  return {
    passed: results.reduce((sum, { passed }) => sum + passed, 0),
    failed: results.reduce((sum, { failed }) => sum + failed, 0),
  };
}

const counts = await runSuites();
for (const cleanup of cleanups.reverse()) {
  await cleanup().catch((error: unknown) => console.error(error));
}
if (interrupted) console.error("Interrupted.");
if (counts.passed + counts.failed === 0) console.error("No test ran.");
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exit(counts.failed === 0 && counts.passed > 0 && !interrupted ? 0 : 1);
