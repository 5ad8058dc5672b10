import { setTimeout } from "node:timers/promises";
import { waitAfterLoads } from "../../e2e/fixtures/browser.ts";
import { onFreshPage, timeToRows } from "../browser.ts";
import { against, spread, summarise } from "../figures.ts";
import type { RegistryProxy } from "../proxy.ts";
import { connectRepository, type Report, type Stage } from "../stage.ts";

interface Sample {
  readonly firstScreenMs: number;
  /** Until everything the page will ever ask for is there. */
  readonly allMs?: number;
  readonly requests: number;
}

interface Series {
  readonly name: string;
  readonly delay: number;
  readonly samples: readonly Sample[];
  readonly indexed?: boolean;
}

/** What a page may still ask for after its rows are there. */
const afterglowMs = 1_000;
/** The server compiles as it goes, and its first pages are slower than those of a day's use. */
const unmeasuredRuns = 5;
/** No re-check without a delay takes as long. */
const recheckMs = 4_000;

async function warm({ browser, session, indexed }: Stage): Promise<Sample> {
  const { proxy, path } = indexed;
  return onFreshPage(browser, session, async (page) => {
    proxy.reset();
    const { firstScreenMs } = await timeToRows(page, path);
    await setTimeout(afterglowMs);
    return { firstScreenMs, requests: proxy.requests };
  });
}

/** Checked a moment ago: a re-check, which somebody's opening the page begins when the last is too old, falls into none of them. */
async function checkAgain({ browser, session, longshore, indexed }: Stage): Promise<void> {
  const before = await longshore.timesIndexed(indexed.name);
  await onFreshPage(browser, session, async (page) => {
    await waitAfterLoads(page).goto(indexed.path);
    await page.getByRole("button", { name: "refresh" }).click();
    await longshore.indexed(indexed.name, before + 1);
  });
  // That may have been the one the page began by being opened, and the button's is under way.
  await setTimeout(recheckMs);
}

/** Never indexed before: the run begins with the navigation. */
async function cold(stage: Stage, name: string, delay: number): Promise<Sample> {
  const { proxy, path } = await connectRepository(stage, name);
  proxy.delay = delay;
  try {
    return await onFreshPage(stage.browser, stage.session, async (page) => {
      proxy.reset();
      proxy.release();
      const { firstScreenMs, origin } = await timeToRows(page, path);
      const { at } = await stage.longshore.indexed(name);
      return { firstScreenMs, allMs: at - origin, requests: proxy.requests };
    });
  } finally {
    await proxy.close();
  }
}

/** The same registry, read by the browser itself: names, then manifest and config of each of 100 rows. */
async function oneAtATime({ browser, indexed }: Stage): Promise<Sample> {
  const { proxy, name } = indexed;
  return onFreshPage(browser, undefined, async (page) => {
    proxy.reset();
    const { firstScreenMs } = await timeToRows(page, `${proxy.endpoint}/?repository=${name}`);
    await page.waitForFunction(() => "complete" in document.documentElement.dataset);
    const allMs = await page.evaluate(() => performance.now());
    return { firstScreenMs, allMs, requests: proxy.requests };
  });
}

async function several(count: number, measure: (run: number) => Promise<Sample>): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (let run = 0; run < count; run++) samples.push(await measure(run));
  return samples;
}

const delays = [0, 50] as const;

/** Milliseconds, and requests, for what is indexed. */
const budget = { firstScreen: 300, requests: 0 };

function row({ name, delay, samples, indexed }: Series): string[] {
  const all = samples.flatMap(({ allMs }) => (allMs === undefined ? [] : [allMs]));
  const judge = (limit: number) => (indexed ? against.bind(null, limit) : spread);
  return [
    name,
    `+${delay} ms`,
    judge(budget.firstScreen)(summarise(samples.map(({ firstScreenMs }) => firstScreenMs))),
    all.length > 0 ? spread(summarise(all)) : "–",
    judge(budget.requests)(summarise(samples.map(({ requests }) => requests))),
  ];
}

async function withDelay<T>(proxy: RegistryProxy, delay: number, work: () => Promise<T>): Promise<T> {
  proxy.delay = delay;
  try {
    return await work();
  } finally {
    proxy.delay = 0;
  }
}

/** Navigation to a first screen of rows with size and date, of a repository with 1,000 tags. */
export async function measureTagPage(stage: Stage): Promise<Report> {
  const { indexed, effort } = stage;
  const coldRuns = Math.min(3, effort.runs);
  for (let run = 0; run < unmeasuredRuns; run++) await warm(stage);
  const data: Series[] = [];
  for (const delay of delays) {
    await checkAgain(stage);
    const measured = await withDelay(indexed.proxy, delay, async () => ({
      warm: await several(effort.runs, () => warm(stage)),
      oneAtATime: await several(effort.runs, () => oneAtATime(stage)),
    }));
    data.push({ name: "Longshore, indexed", delay, samples: measured.warm, indexed: true });
    const samples = await several(coldRuns, (run) => cold(stage, `bench/cold-${delay}-${run}`, delay));
    data.push({ name: "Longshore, never opened before", delay, samples });
    data.push({ name: "one tag at a time, in the browser", delay, samples: measured.oneAtATime });
  }
  return {
    table: {
      headers: [
        "Tag page, 1,000 tags",
        "round trip",
        "first screen (ms)",
        "complete (ms)",
        "registry requests",
      ],
      rows: data.map(row),
    },
    data,
  };
}
