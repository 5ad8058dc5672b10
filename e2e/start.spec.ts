import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { isAlive, waitForExit } from "../scripts/lib/process.mjs";

type Variables = Record<string, string | undefined>;

// `npm start` itself, on a data folder of its own. No browser: what a person at a terminal sees.

const root = join(import.meta.dirname, "..");

/** The environment of somebody who has configured nothing. */
function bare(): Variables {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(LONGSHORE_|DATABASE_URL$|DOCKER_HOST$|NODE_)/.test(name),
  );
  return { ...Object.fromEntries(kept), PORT: "0", DOCKER_HOST: "unix:///nonexistent/docker.sock" };
}

interface Run {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  output(): string;
  /** Resolves with the match when the output has it; rejects when the process ends first. */
  says(pattern: RegExp): Promise<RegExpMatchArray>;
}

function npmStart(dataDir: string, env: Variables = {}): Run {
  const variables: Variables = { ...bare(), LONGSHORE_DATA_DIR: dataDir, ...env };
  const child = spawn("npm", ["start"], {
    cwd: root,
    env: variables as NodeJS.ProcessEnv,
    stdio: ["ignore", "pipe", "pipe"],
  });
  started.push(child);
  let text = "";
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      text += chunk;
      for (const listener of listeners) listener();
    });
  }
  return {
    child,
    ended,
    output: () => text,
    says: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const match = pattern.exec(text);
          if (!match) return;
          listeners.delete(look);
          resolve(match);
        };
        listeners.add(look);
        look();
        void ended.then(() => reject(new Error(`ended without ${pattern}:\n${text}`)));
      }),
  };
}

const started: ChildProcess[] = [];

const readyLine = /Longshore is ready: (http:\/\/localhost:\d+)/;

/** Pids of the supervisor, the server and Postgres. */
function pids(dataDir: string): { supervisor: number; server: number; postgres: number } {
  const lock = JSON.parse(readFileSync(join(dataDir, "longshore.lock"), "utf8"));
  const postgres = Number.parseInt(readFileSync(join(dataDir, "postgres/data/postmaster.pid"), "utf8"), 10);
  return { supervisor: lock.pid, server: lock.server.pid, postgres };
}

async function health(url: string): Promise<unknown> {
  const response = await fetch(`${url}/api/health/ready`);
  return { status: response.status, body: await response.json() };
}

const healthy = { status: 200, body: { status: "ok", database: "ok", migrations: "ok" } };

let folder: string;
let dataDir: string;
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "longshore-start-"));
  dataDir = join(folder, "data");
});
test.afterEach(async () => {
  for (const child of started.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill("SIGTERM");
    await new Promise((resolve) => child.once("close", resolve));
  }
  rmSync(folder, { recursive: true, force: true });
});

test("starts, says where it is and how to set it up; a second start finds it; TERM ends everything", async () => {
  const first = npmStart(dataDir);
  const [, url = ""] = await first.says(readyLine);
  await first.says(new RegExp(`${url}/setup#token=[\\w-]{20,}`));
  expect(await health(url)).toEqual(healthy);
  expect(statSync(dataDir).mode & 0o777).toBe(0o700);
  expect(statSync(join(dataDir, "secret.key")).mode & 0o777).toBe(0o600);
  const running = pids(dataDir);

  const second = npmStart(dataDir);
  expect(await second.ended).not.toBe(0);
  expect(second.output()).toContain(`Longshore already runs here: ${url}`);
  expect(await health(url)).toEqual(healthy);

  first.child.kill("SIGTERM");
  expect(await first.ended).toBe(0);
  for (const pid of Object.values(running)) expect(isAlive(pid)).toBe(false);
  // The setup link is the one secret meant to be read there.
  expect(first.output()).not.toContain(readFileSync(join(dataDir, "secret.key"), "utf8").trim());

  const third = npmStart(dataDir);
  await third.says(readyLine);
  expect(third.output()).not.toMatch(/Installing|Building|migration/);
  third.child.kill("SIGTERM");
  await third.ended;
});

test("comes back after kill -9 of any part, and of all of them", async () => {
  const first = npmStart(dataDir);
  const [, url = ""] = await first.says(readyLine);
  const before = pids(dataDir);

  process.kill(before.postgres, "SIGKILL");
  await first.says(/starting it again/);
  await expect.poll(() => health(url)).toEqual(healthy);

  process.kill(pids(dataDir).server, "SIGKILL");
  await first.says(/The server ended \(SIGKILL\); starting it again/);
  await expect.poll(() => health(url).catch(() => null)).toEqual(healthy);

  // Without its supervisor the server ends itself, and the database after it.
  const { supervisor, server, postgres } = pids(dataDir);
  process.kill(supervisor, "SIGKILL");
  expect(await waitForExit(server, 15_000)).toBe(true);
  expect(await waitForExit(postgres, 15_000)).toBe(true);
  await first.ended;

  const second = npmStart(dataDir);
  await second.says(readyLine);
  for (const pid of Object.values(pids(dataDir))) process.kill(pid, "SIGKILL");
  await second.ended;

  const third = npmStart(dataDir);
  const [, last = ""] = await third.says(readyLine);
  expect(await health(last)).toEqual(healthy);
  third.child.kill("SIGTERM");
  expect(await third.ended).toBe(0);
});

test("of two starts at the same moment one serves and the other says so", async () => {
  const both = [npmStart(dataDir), npmStart(dataDir)];
  const [, url = ""] = await Promise.any(both.map((run) => run.says(readyLine)));
  expect(await Promise.any(both.map((run) => run.ended))).toBe(1);
  const said = both.map((run) => run.output()).join("");
  expect(said.match(/Longshore (already runs here|is already being started here)/g)).toHaveLength(1);
  expect(said.match(new RegExp(readyLine, "g"))).toHaveLength(1);
  expect(await health(url)).toEqual(healthy);
});

test("says what is wrong with settings and ports before it starts anything", async () => {
  const settings = npmStart(dataDir, { PORT: "http", LONGSHORE_PUBLIC_URL: "registries" });
  expect(await settings.ended).toBe(1);
  expect(settings.output()).toContain("PORT must be a port number");
  expect(settings.output()).toContain("LONGSHORE_PUBLIC_URL must be an address");

  const other = createServer();
  const port = await new Promise<number>((resolve) =>
    other.listen(0, "127.0.0.1", () => resolve((other.address() as { port: number }).port)),
  );
  const taken = npmStart(dataDir, { PORT: String(port) });
  expect(await taken.ended).toBe(1);
  expect(taken.output()).toContain(`127.0.0.1:${port} is already in use`);
  other.close();

  const key = npmStart(dataDir, { LONGSHORE_SECRET_KEY: "short" });
  expect(await key.ended).toBe(1);
  expect(key.output()).toContain("LONGSHORE_SECRET_KEY does not hold 32 bytes");
  expect(() => readFileSync(join(dataDir, "postgres/data/postmaster.pid"))).toThrow();
});

test("refuses a foreign origin, keeps its headers, and answers with a policy", async ({ request }) => {
  const run = npmStart(dataDir);
  const [, url = ""] = await run.says(readyLine);
  const page = await request.get(`${url}/login`, { headers: { "x-forwarded-for": "1.2.3.4" } });
  const policy = page.headers()["content-security-policy"] ?? "";
  expect(policy).toMatch(/script-src 'self' 'nonce-[^']+' 'strict-dynamic'/);
  expect(policy).not.toMatch(/script-src[^;]*unsafe/);
  expect(policy).toContain("frame-ancestors 'none'");
  const foreign = await request.post(`${url}/api/v1/events`, { headers: { origin: "https://evil.example" } });
  expect(foreign.status()).toBe(403);
  run.child.kill("SIGINT");
  expect(await run.ended).toBe(0);
});
