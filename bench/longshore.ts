import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { administrator } from "../e2e/fixtures/app.ts";
import { startServer } from "../e2e/fixtures/processes.ts";

/** Longshore as `npm start` runs it: supervisor, embedded Postgres with all its durability, production build, heap flags. */
export interface Longshore {
  readonly url: string;
  readonly startMs: number;
  /** Resident memory of the server's process, in bytes. Postgres is not in it. */
  memory(): Promise<number>;
  /** Milliseconds since 1970 and the run's own length, once the log says that this repository was indexed for the `times`th time. */
  indexed(repository: string, times?: number): Promise<{ readonly at: number; readonly ms: number }>;
  /** How often it was indexed so far. */
  timesIndexed(repository: string): Promise<number>;
}

interface LogLine {
  readonly time: string;
  readonly message: string;
  readonly repository?: string;
  readonly ms?: number;
}

async function memoryOf(lockFile: string): Promise<number> {
  const { server } = JSON.parse(await readFile(lockFile, "utf8")) as { server: { pid: number } };
  const status = await readFile(`/proc/${server.pid}/status`, "utf8");
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) * 1024;
}

async function findIndexed(log: string, repository: string): Promise<LogLine[]> {
  return (await readFile(log, "utf8"))
    .split("\n")
    .filter((line) => line.startsWith("{") && line.endsWith("}"))
    .map((line) => JSON.parse(line) as LogLine)
    .filter((line) => line.message === "repository indexed" && line.repository === repository);
}

export interface StartOptions {
  readonly command?: readonly [string, ...string[]];
  readonly cwd?: string;
}

/** Ended by `stopServers`, as everything here. */
export async function startLongshore(
  directory: string,
  { command = [process.execPath, "scripts/start.mjs"], cwd }: StartOptions = {},
): Promise<Longshore> {
  const dataDir = join(directory, "longshore");
  const log = join(directory, "longshore.log");
  const [program, ...args] = command;
  const started = performance.now();
  const match = await startServer(program, args, {
    log,
    ready: /Longshore is ready: (\S+)/,
    timeoutMs: 600_000,
    ...(cwd ? { cwd } : {}),
    env: {
      PORT: "0",
      HOST: "127.0.0.1",
      // What a developer's shell says must not reach it. Empty is not set.
      DATABASE_URL: "",
      LONGSHORE_DATABASE_OWNER_URL: "",
      LONGSHORE_PUBLIC_URL: "",
      DOCKER_HOST: `unix://${join(directory, "no-docker.sock")}`,
      LONGSHORE_DATA_DIR: dataDir,
      LONGSHORE_LOG_FORMAT: "json",
      LONGSHORE_ADMIN_USERNAME: administrator.username,
      LONGSHORE_ADMIN_PASSWORD: administrator.password,
    },
  });
  const url = match[1] ?? "";
  const ready = await fetch(`${url}/api/health/ready`);
  if (!ready.ok) throw new Error(`Longshore is not ready: ${ready.status}`);
  return {
    url,
    startMs: performance.now() - started,
    memory: () => memoryOf(join(dataDir, "longshore.lock")),
    timesIndexed: async (repository) => (await findIndexed(log, repository)).length,
    indexed: async (repository, times = 1) => {
      const deadline = Date.now() + 120_000;
      for (;;) {
        const line = (await findIndexed(log, repository))[times - 1];
        if (line) return { at: Date.parse(line.time), ms: line.ms ?? 0 };
        if (Date.now() > deadline) throw new Error(`${repository} was not indexed in time.`);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    },
  };
}
