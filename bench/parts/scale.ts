import { mkdtemp, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { stopServers } from "../../e2e/fixtures/processes.ts";
import { launchBrowser, readLink, signInOnce } from "../browser.ts";
import { percentile } from "../figures.ts";
import { Client, type Link } from "../http.ts";
import { startLongshore } from "../longshore.ts";
import { toSvg } from "../plot.ts";
import { readSample, type Sample } from "../seed/sample.ts";
import { seedIndex } from "../seed/seed.ts";
import type { Effort, Report } from "../stage.ts";

const megabyte = 1024 * 1024;
const users = 100;
const thinkMs = 1000;
/** Milliseconds, and megabytes. */
const budget = { single: 50, typing: 100, load: 500, idle: 200, loaded: 450 };

interface Timing {
  readonly p50: number;
  readonly p95: number;
}

interface Load extends Timing {
  readonly requests: number;
  readonly errors: readonly string[];
  readonly peak: number;
}

interface Measured {
  readonly tags: number;
  readonly seedMs: number;
  readonly single: Readonly<Record<string, Timing>>;
  /** Of people who follow links, and of people who load each page anew. */
  readonly loads: Readonly<Record<"links" | "pages", Load>>;
  readonly idle: number;
}

const timing = (times: readonly number[]): Timing => ({
  p50: percentile(times, 0.5),
  p95: percentile(times, 0.95),
});

const tagPage = "a tag's page";

/**
 * One user, one question at a time. The first answers are not counted: they fill caches, start the re-check a page's first view
 * asks for, and a fresh process compiles what it runs only when it has run it some dozens of times.
 */
async function measureSingle(client: Client, sample: Sample, runs: number, link: Link) {
  const ask = async (paths: readonly string[], by?: Link) => {
    const again = Math.max(runs, paths.length);
    const times: number[] = [];
    for (let run = 0; run < again * 3; run++) {
      const ms = await client.time(paths[run % paths.length] ?? "/", by);
      if (run >= again) times.push(ms);
    }
    return timing(times);
  };
  const measured: Record<string, Timing> = {};
  for (const [name, paths] of Object.entries(sample.questions)) {
    measured[name] = await ask(paths);
    if (name === tagPage) measured[`${tagPage}, by a link`] = await ask(paths, link);
  }
  return measured;
}

/** Users who look at what they got for a second before they ask for the next thing. */
async function measureLoad(
  client: Client,
  sample: Sample,
  loadMs: number,
  memory: () => Promise<number>,
  link?: Link,
): Promise<Load> {
  const end = Date.now() + loadMs;
  const times: number[] = [];
  const errors: string[] = [];
  const user = async (_: unknown, number: number) => {
    await setTimeout((number * thinkMs) / users);
    for (let turn = number * 7; Date.now() < end; turn++) {
      try {
        const path = sample.mix[turn % sample.mix.length] ?? "/";
        times.push(await client.time(path, path.startsWith("/api/") ? undefined : link));
      } catch (error) {
        errors.push(String(error));
      }
      await setTimeout(thinkMs);
    }
  };
  let peak = 0;
  const watch = async () => {
    while (Date.now() < end) {
      peak = Math.max(peak, await memory());
      await setTimeout(250);
    }
  };
  await Promise.all([...Array.from({ length: users }, user), watch()]);
  return { ...timing(times), requests: times.length, errors, peak };
}

/** Where the embedded server listens: line 5 of its pid file. */
async function ownerAddress(directory: string): Promise<string> {
  const lines = (await readFile(join(directory, "longshore/postgres/data/postmaster.pid"), "utf8")).split(
    "\n",
  );
  return `postgresql://longshore_owner@localhost/longshore?host=${encodeURIComponent(lines[4] ?? "")}`;
}

async function measureSize(place: string, tags: number, effort: Effort): Promise<Measured> {
  const directory = await mkdtemp(join(place, `${tags}-`));
  await startLongshore(directory);
  const started = performance.now();
  await seedIndex(await ownerAddress(directory), tags);
  const seedMs = performance.now() - started;
  await stopServers();
  const longshore = await startLongshore(directory);
  await setTimeout(effort.restMs);
  const idle = await longshore.memory();
  const browser = await launchBrowser();
  const session = { url: longshore.url, state: await signInOnce(browser, longshore.url) };
  const sample = await readSample(await ownerAddress(directory));
  const link = await readLink(browser, session, sample.questions[tagPage]?.[0] ?? "/");
  await browser.close();
  const client = new Client(session, users);
  const single = await measureSingle(client, sample, effort.runs * 8, link);
  const loads = {
    links: await measureLoad(client, sample, effort.loadMs * 2, longshore.memory, link),
    pages: await measureLoad(client, sample, effort.loadMs * 2, longshore.memory),
  };
  await client.close();
  await stopServers();
  return { tags, seedMs, single, loads, idle };
}

const peakOf = ({ loads }: Measured) => Math.max(loads.links.peak, loads.pages.peak);
const count = (value: number) => value.toLocaleString("en");
const over = (value: number, limit: number) => (value > limit ? ` **over ${limit}**` : "");

/** Lists, search and 100 users on an index of 10,000, 100,000 and 1,000,000 tags; `quick` stops after the first. */
export async function measureScale(place: string, effort: Effort, quick: boolean): Promise<Report> {
  const measured: Measured[] = [];
  for (const tags of quick ? [10_000] : [10_000, 100_000, 1_000_000]) {
    measured.push(await measureSize(place, tags, effort));
  }
  const names = Object.keys(measured[0]?.single ?? {});
  const row = (name: string, cell: (one: Measured) => string) => [name, ...measured.map(cell)];
  const limitOf = (name: string) => (name.startsWith("search") ? budget.typing : budget.single);
  const places = measured.map(({ tags }) => (tags < 1_000_000 ? `${tags / 1000}k` : `${tags / 1_000_000}M`));
  const worst = (of: (name: string) => boolean) =>
    measured.map(({ single }) => Math.max(...names.filter(of).map((name) => single[name]?.p95 ?? 0)));
  return {
    table: {
      headers: ["Half within / 95 % within (ms)", ...measured.map(({ tags }) => `${count(tags)} tags`)],
      rows: [
        ...names.map((name) =>
          row(name, ({ single }) => {
            const { p50 = 0, p95 = 0 } = single[name] ?? {};
            return `${Math.round(p50)} / ${Math.round(p95)}${over(p95, limitOf(name))}`;
          }),
        ),
        ...(["links", "pages"] as const).flatMap((kind) => [
          row(
            `${users} users, ${thinkMs / 1000} s to think, ${kind === "links" ? "following links" : "loading each tag's page anew"}`,
            ({ loads: { [kind]: load } }) =>
              `${Math.round(load.p50)} / ${Math.round(load.p95)}${over(load.p95, budget.load)}`,
          ),
          row(
            "… their requests, and errors",
            ({ loads }) => `${count(loads[kind].requests)}, ${loads[kind].errors.length}`,
          ),
        ]),
        row(
          "server at rest (MB)",
          ({ idle }) => `${Math.round(idle / megabyte)}${over(idle / megabyte, budget.idle)}`,
        ),
        row(
          "server under them, at most (MB)",
          (one) => `${Math.round(peakOf(one) / megabyte)}${over(peakOf(one) / megabyte, budget.loaded)}`,
        ),
        row("to fill the database (s)", ({ seedMs }) => `${Math.round(seedMs / 1000)}`),
      ],
    },
    notes: ["![How each grows with the number of tags](scale.svg)"],
    files: {
      "scale.svg": toSvg([
        {
          title: "One user, the slowest question, 95 %",
          unit: "ms",
          places,
          limit: budget.typing,
          series: [
            { name: "lists and pages", values: worst((name) => !name.startsWith("search")) },
            { name: "search, typing", values: worst((name) => name.startsWith("search")) },
          ],
        },
        {
          title: `${users} users, following links`,
          unit: "ms",
          places,
          limit: budget.load,
          series: [
            { name: "95 % within", values: measured.map(({ loads }) => loads.links.p95) },
            { name: "half within", values: measured.map(({ loads }) => loads.links.p50) },
          ],
        },
        {
          title: "Server's memory",
          unit: "MB",
          places,
          limit: budget.loaded,
          series: [
            { name: "under load", values: measured.map((one) => peakOf(one) / megabyte) },
            { name: "at rest", values: measured.map(({ idle }) => idle / megabyte) },
          ],
        },
      ]),
    },
    data: measured,
  };
}
