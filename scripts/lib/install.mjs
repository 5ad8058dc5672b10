// Brings node_modules to what package.json and package-lock.json name. Plain Node 18, no dependencies.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { hashFiles, readStamp, writeStamp } from "./stamp.mjs";

const readJson = (path) => JSON.parse(readFileSync(path, "utf8"));

/** Names of what package.json pins and node_modules lacks, or has in another version. Some 60 small files: 10 ms. */
export function missingPackages(root) {
  const manifest = readJson(join(root, "package.json"));
  const machine = `${process.platform}-${process.arch}`;
  const optional = Object.fromEntries(
    Object.entries(manifest.optionalDependencies ?? {}).filter(([name]) => name.endsWith(machine)),
  );
  const wanted = { ...manifest.dependencies, ...manifest.devDependencies, ...optional };
  return Object.entries(wanted)
    .filter(([name, version]) => {
      const path = join(root, "node_modules", name, "package.json");
      return !existsSync(path) || readJson(path).version !== version;
    })
    .map(([name]) => name);
}

/** What an npm install was made from: a change deep in the lock file shows in no version of package.json. */
const lockStamp = (root) => hashFiles(root, ["package-lock.json"]);

/** Whether node_modules is what the lock file says. Without a stamp (installed by hand) the versions decide. */
export function isInstalled(root) {
  if (missingPackages(root).length > 0) return false;
  const stamp = readStamp(root, "install");
  if (stamp === undefined) writeStamp(root, "install", lockStamp(root));
  return stamp === undefined || stamp === lockStamp(root);
}

/**
 * Installs when something is missing. Not `npm ci`: a registry that lacks other platforms' optional packages never
 * satisfies the lock file. npm 11 skips install scripts and npm 10 runs them: --ignore-scripts makes both equal.
 *
 * @param {string} root the checkout
 * @param {(child: import("node:child_process").ChildProcess) => void} [onChild] lets the caller end it
 */
export async function ensureInstalled(root, onChild) {
  if (isInstalled(root)) return;
  console.log("Installing npm packages…");
  const flags = [
    "--no-save",
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
    "--include=dev",
    "--include=optional",
  ];
  const code = await new Promise((resolve, reject) => {
    const child = spawn("npm", ["install", ...flags], { cwd: root, stdio: "inherit" });
    onChild?.(child);
    child.once("error", reject);
    child.once("exit", resolve);
  });
  const left = missingPackages(root);
  if (code !== 0 || left.length > 0) {
    throw new Error(`npm install did not bring ${left.join(", ") || "everything"} (exit code ${code}).`);
  }
  writeStamp(root, "install", lockStamp(root));
}

const oldestNode = 24;

/** The Node that came with npm, else the running one when it is new enough (a C library the former was not built for). */
export function findNode(root) {
  const bundled = join(root, `node_modules/node-linux-${process.arch}/bin/node`);
  if (existsSync(bundled) && spawnSync(bundled, ["--version"]).status === 0) return bundled;
  if (Number.parseInt(process.versions.node, 10) >= oldestNode) return process.execPath;
  throw new Error(
    `Node ${oldestNode} is needed to run, and the npm package node-linux-${process.arch} that brings it is missing or does not ` +
      `run here. This is Node ${process.versions.node}.`,
  );
}
