import { against, type Summary, summarise } from "../figures.ts";
import { Client, tagsPath } from "../http.ts";
import type { Report, Stage } from "../stage.ts";

const requests: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ["sort by tag", { sort: "name", direction: "asc" }],
  ["sort by size", { sort: "size", direction: "desc" }],
  ["sort by date", { sort: "created", direction: "desc" }],
  ["sort by digest", { sort: "digest", direction: "asc" }],
  ["search, one hit", { filter: "build-977" }],
  ["search, hundreds of hits, by size", { filter: "7", sort: "size", direction: "desc" }],
  ["search, no hit", { filter: "nothing-is-called-this" }],
];

const budgetMs = 50;

/** Sorting and searching all 1,000 tags: the whole answer over loopback, session check and JSON included. */
export async function measureLists({ session, indexed, effort }: Stage): Promise<Report> {
  const client = new Client(session, 1);
  const data: { name: string; ms: Summary }[] = [];
  for (const [name, query] of requests) {
    const path = tagsPath(indexed, query);
    await client.time(path);
    const times: number[] = [];
    for (let run = 0; run < effort.runs * 4; run++) times.push(await client.time(path));
    data.push({ name, ms: summarise(times) });
  }
  await client.close();
  return {
    table: {
      headers: ["All 1,000 tags", "server time (ms)"],
      rows: data.map(({ name, ms }) => [name, against(budgetMs, ms)]),
    },
    data,
  };
}
