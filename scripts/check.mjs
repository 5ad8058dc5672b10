// `npm run check`: format and lint, types, architecture, dead code, unit tests. Under a minute; `npm test` is the whole proof.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureGenerated } from "./lib/build.mjs";
import { ensureInstalled, findNode } from "./lib/install.mjs";
import { qualitySteps, runTool } from "./lib/quality.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
await ensureInstalled(root);
const node = findNode(root);
await ensureGenerated(root, node);

/** Tests that need a Docker daemon or a registry of their own belong to `npm test`. */
function needsMachinery(file) {
  return /fixtures\/environment|testing\/(docker-registry|modes)/.test(
    readFileSync(join(root, file), "utf8"),
  );
}

function testFiles(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === "generated" ? [] : testFiles(path);
    return /\.test\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

const heavy = ["app", "components", "lib", "scripts"].flatMap(testFiles).filter(needsMachinery);

const tests = [
  "node_modules/.bin/vitest",
  ...["run", "--reporter=dot", "--exclude=scripts/quality.test.ts"],
  ...heavy.map((file) => `--exclude=${file}`),
];

async function run(name, command) {
  const started = Date.now();
  const { code, output } = await runTool(root, node, command);
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(`${code === 0 ? "✓" : "✗"} ${name} (${seconds} s)`);
  if (code !== 0) console.log(output.trim().slice(-20_000));
  return code === 0;
}

// The small ones side by side, then the tests with the machine to themselves.
const results = await Promise.all(Object.entries(qualitySteps).map(([name, command]) => run(name, command)));
results.push(await run("unit tests", tests));
const failed = results.filter((ok) => !ok).length;
console.log(failed === 0 ? "All good." : `${failed} of ${results.length} failed.`);
process.exit(failed === 0 ? 0 : 1);
