/**
 * `npm run bench`: starts a registry, Longshore and a browser, measures, prints tables, stops everything.
 * Started by scripts/bench.mjs. Arguments: names of parts (all but `install`, `scale`, `copy` and `transfer` by default), `--quick`, and `--doc`, which
 * measures everything and writes docs/performance.md.
 */
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs, promisify } from "node:util";
import { stopServers } from "../e2e/fixtures/processes.ts";
import { ensureBuilt } from "../scripts/lib/build.mjs";
import { replaceSection, toMarkdown } from "./figures.ts";
import { measureCopy } from "./parts/copy.ts";
import { measureIndexRun } from "./parts/index-run.ts";
import { measureInstall } from "./parts/install.ts";
import { measureLists } from "./parts/lists.ts";
import { measureLive } from "./parts/live.ts";
import { measureMemory } from "./parts/memory.ts";
import { measureRoutes } from "./parts/routes.ts";
import { measureScale } from "./parts/scale.ts";
import { measureTagPage } from "./parts/tag-page.ts";
import { measureTransfer } from "./parts/transfer.ts";
import { type Effort, type Report, type Stage, setStage } from "./stage.ts";

const root = join(import.meta.dirname, "..");

const parts: Readonly<Record<string, (stage: Stage) => Promise<Report>>> = {
  tags: measureTagPage,
  lists: measureLists,
  index: measureIndexRun,
  routes: measureRoutes,
  memory: measureMemory,
  live: measureLive,
};

/** Parts that have the machine to themselves: each in a place of its own. */
const alone: Readonly<Record<string, (place: string) => Promise<Report>>> = {
  install: (place) => measureInstall(place, root),
  scale: (place) => measureScale(place, options.quick ? quick : full, options.quick === true),
  copy: (place) => measureCopy(place, { runs: options.quick ? 1 : 3 }),
  transfer: (place) => measureTransfer(place, { runs: options.quick ? 1 : 5 }),
};

const full: Effort = { runs: 7, restMs: 60_000, loadMs: 20_000 };
const quick: Effort = { runs: 2, restMs: 3_000, loadMs: 5_000 };

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: "boolean" }, doc: { type: "boolean" } },
});
// The document has a place for every part; these take a minute or two each, so they are otherwise asked for by name.
const chosen =
  positionals.length > 0 ? positionals : [...Object.keys(parts), ...(options.doc ? Object.keys(alone) : [])];
const unknown = chosen.filter((name) => !(name in parts) && !(name in alone));
if (unknown.length > 0) {
  console.error(
    `There is no part "${unknown.join('", "')}". There are: ${Object.keys({ ...parts, ...alone }).join(", ")}.`,
  );
  process.exit(1);
}

const directory = await mkdtemp(join(tmpdir(), "longshore-bench-"));
const cleanups: (() => Promise<unknown>)[] = [
  () => rm(directory, { recursive: true, force: true }),
  stopServers,
];
async function cleanUp(): Promise<void> {
  for (const cleanup of cleanups.splice(0).reverse()) {
    await cleanup().catch((error: unknown) => console.error(error));
  }
}
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => void cleanUp().finally(() => process.exit(1)));
}

async function measure(): Promise<Record<string, Report>> {
  const reports: Record<string, Report> = {};
  const show = (name: string, report: Report) => {
    reports[name] = report;
    console.log(`\n${toText(report)}`);
  };
  const staged = chosen.filter((name) => name in parts);
  if (staged.length > 0) {
    await ensureBuilt(root, process.execPath);
    const stage = await setStage(directory, options.quick ? quick : full, (work) => cleanups.push(work));
    for (const name of staged) {
      const part = parts[name];
      if (part) show(name, await part(stage));
    }
  }
  for (const [name, part] of Object.entries(alone)) {
    if (!chosen.includes(name)) continue;
    await stopServers();
    show(name, await part(await mkdtemp(join(directory, `${name}-`))));
  }
  return reports;
}

const toText = ({ table, notes = [] }: Report) => [toMarkdown(table), ...notes].join("\n\n");

async function circumstances() {
  const { stdout } = await promisify(execFile)("git", ["describe", "--always", "--dirty"], { cwd: root });
  return {
    at: new Date().toISOString(),
    commit: stdout.trim(),
    node: process.version,
    cores: cpus().length,
    load: loadavg().map((value) => Number(value.toFixed(1))),
    effort: options.quick ? "quick" : "full",
  };
}

/** Into docs/performance.md, each table between its marks. */
async function writeDocument(reports: Record<string, Report>, when: string): Promise<void> {
  const file = join(root, "docs/performance.md");
  let document = await readFile(file, "utf8");
  for (const [name, report] of Object.entries(reports)) {
    document = replaceSection(document, name, `${toText(report)}\n\n${when}`);
    for (const [picture, content] of Object.entries(report.files ?? {})) {
      await writeFile(join(root, "docs", picture), content);
    }
  }
  await writeFile(file, document);
}

try {
  const before = await circumstances();
  const reports = await measure();
  const results = join(root, "bench/results");
  await mkdir(results, { recursive: true });
  const file = join(results, `${before.at.replaceAll(":", "")}.json`);
  await writeFile(file, JSON.stringify({ ...before, reports }, null, 2));
  console.log(`\nEverything measured: ${file}`);
  const command = [
    "npm run bench",
    ...(process.argv.length > 2 ? ["--"] : []),
    ...process.argv.slice(2),
  ].join(" ");
  const when =
    `Measured ${before.at.slice(0, 10)} at ${before.commit} with \`${command}\`, Node ${before.node}; ` +
    `load average before it ${before.load[0]}.`;
  console.log(when);
  if (options.doc) await writeDocument(reports, when);
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await cleanUp();
}
