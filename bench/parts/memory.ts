import { setTimeout } from "node:timers/promises";
import { against, percentile, summarise } from "../figures.ts";
import { Client, tagsPath } from "../http.ts";
import type { Report, Stage } from "../stage.ts";

const virtualUsers = 20;
const megabyte = 1024 * 1024;
/** In megabytes. */
const budget = { idle: 200, load: 450 };

/** What people look at: lists in every order, and whole pages. */
function paths(indexed: Stage["indexed"]): readonly string[] {
  const { registryId, path } = indexed;
  return [
    tagsPath(indexed, { sort: "size", direction: "desc" }),
    tagsPath(indexed, { filter: "7", sort: "created", direction: "asc" }),
    `/api/v1/repositories?registryId=${registryId}`,
    "/api/v1/registries",
    "/api/v1/audit",
    "/api/v1/search?q=bench",
    path,
    `${path}/-/tags/build-1`,
    `/registries/${registryId}`,
    "/registries",
    "/audit",
    "/",
  ];
}

interface Load {
  readonly requests: number;
  readonly errors: readonly string[];
  readonly p50: number;
  readonly p95: number;
  readonly peak: number;
}

/** Users without a moment's thought, for a bounded time: each asks for the next thing as soon as it has the last. */
async function load({ session, indexed, longshore, effort }: Stage): Promise<Load> {
  const client = new Client(session, virtualUsers);
  const end = Date.now() + effort.loadMs;
  const times: number[] = [];
  const errors: string[] = [];
  const targets = paths(indexed);
  const user = async (_: unknown, number: number) => {
    for (let turn = number; Date.now() < end; turn++) {
      try {
        times.push(await client.time(targets[turn % targets.length] ?? "/"));
      } catch (error) {
        errors.push(String(error));
      }
    }
  };
  let peak = 0;
  const watch = async () => {
    while (Date.now() < end) {
      peak = Math.max(peak, await longshore.memory());
      await setTimeout(250);
    }
  };
  await Promise.all([...Array.from({ length: virtualUsers }, user), watch()]);
  await client.close();
  return {
    requests: times.length,
    errors,
    p50: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    peak,
  };
}

/** The server's resident memory: at rest, under load, and at rest again. */
export async function measureMemory(stage: Stage): Promise<Report> {
  const { restMs, loadMs } = stage.effort;
  const before = await stage.longshore.memory();
  const result = await load(stage);
  await setTimeout(restMs);
  const after = await stage.longshore.memory();
  const figure = (bytes: number, limit: number) => against(limit, summarise([bytes / megabyte]));
  return {
    table: {
      headers: ["Server's resident memory", "MB"],
      rows: [
        [`${restMs / 1000} s after start`, figure(stage.idle, budget.idle)],
        ["before the load: signed in, a repository indexed, pages opened", figure(before, budget.load)],
        [
          `highest under load: ${virtualUsers} users without pause, ${loadMs / 1000} s`,
          figure(result.peak, budget.load),
        ],
        [`${restMs / 1000} s after the load`, figure(after, budget.load)],
      ],
    },
    data: { idle: stage.idle, before, after, ...result },
    notes: [
      `Under that load: ${Math.round((result.requests * 1000) / loadMs)} answers a second, half within ` +
        `${Math.round(result.p50)} ms, 95 % within ${Math.round(result.p95)} ms, ${result.errors.length} errors.`,
    ],
  };
}
