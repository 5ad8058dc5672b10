// `npm run check`: format and lint, types, architecture, dead code, unit tests. Under a minute; `npm test` is the whole proof.
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureGenerated } from "./lib/build.mjs";
import { ensureInstalled, findNode } from "./lib/install.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
await ensureInstalled(root);
const node = findNode(root);
await ensureGenerated(root, node);

const bin = (name) => join("node_modules/.bin", name);

/** Tests that need a Docker daemon or a registry of their own belong to `npm test`. */
function needsMachinery(file) {
  return /fixtures\/environment|testing\/docker-registry/.test(readFileSync(join(root, file), "utf8"));
}

function testFiles(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === "generated" ? [] : testFiles(path);
    return /\.test\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

const heavy = ["app", "components", "lib", "scripts"].flatMap(testFiles).filter(needsMachinery);

const steps = {
  "format and lint": [bin("biome"), "check", ".", "--diagnostic-level=error"],
  types: [bin("tsc"), "--noEmit"],
  architecture: [
    bin("depcruise"),
    ...["--config", ".dependency-cruiser.mjs", "--output-type", "err"],
    ...["app", "components", "lib", "server.ts", "proxy.ts"],
  ],
  "dead code": [bin("knip"), "--no-config-hints"],
  "unit tests": [bin("vitest"), "run", "--reporter=dot", ...heavy.map((file) => `--exclude=${file}`)],
};

function run(name, [command, ...args]) {
  return new Promise((resolve) => {
    const started = Date.now();
    const environment = {
      ...process.env,
      PATH: `${dirname(node)}:${process.env.PATH}`,
      LONGSHORE_LOG_LEVEL: "silent",
      NO_COLOR: "1",
    };
    const child = spawn(command, args, { cwd: root, env: environment, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => {
        output += chunk;
      });
    }
    child.once("error", (error) => {
      output += error.message;
    });
    child.once("close", (code) => {
      const seconds = ((Date.now() - started) / 1000).toFixed(1);
      console.log(`${code === 0 ? "✓" : "✗"} ${name} (${seconds} s)`);
      if (code !== 0) console.log(output.trim().slice(-20_000));
      resolve(code === 0);
    });
  });
}

// The small ones side by side, then the tests with the machine to themselves.
const { "unit tests": tests, ...quick } = steps;
const results = await Promise.all(Object.entries(quick).map(([name, command]) => run(name, command)));
results.push(await run("unit tests", tests));
const failed = results.filter((ok) => !ok).length;
console.log(failed === 0 ? "All good." : `${failed} of ${results.length} failed.`);
process.exit(failed === 0 ? 0 : 1);
