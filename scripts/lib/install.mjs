// Brings node_modules to what package.json names. Plain Node 18, no dependencies.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

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

/**
 * Installs when something is missing. Not `npm ci`: a registry that lacks other platforms' optional packages never
 * satisfies the lock file. npm 11 skips install scripts and npm 10 runs them: --ignore-scripts makes both equal.
 */
export async function ensureInstalled(root) {
  const missing = missingPackages(root);
  if (missing.length === 0) return;
  console.log(`Installing npm packages (${missing.length} missing or outdated)…`);
  const flags = [
    "--no-save",
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
    "--include=dev",
  ];
  const code = await new Promise((resolve, reject) => {
    const child = spawn("npm", ["install", ...flags], { cwd: root, stdio: "inherit" });
    child.once("error", reject);
    child.once("exit", resolve);
  });
  const left = missingPackages(root);
  if (code !== 0 || left.length > 0) {
    throw new Error(`npm install did not bring ${left.join(", ") || "everything"} (exit code ${code}).`);
  }
}
