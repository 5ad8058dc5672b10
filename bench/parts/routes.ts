import { gzipSync } from "node:zlib";
import type { Page, Response } from "@playwright/test";
import { onFreshPage } from "../browser.ts";
import { against, summarise } from "../figures.ts";
import type { Report, Stage } from "../stage.ts";

interface Sample {
  readonly scriptBytes: number;
  readonly largestPaintMs: number;
}

function routes({ registryId, path }: Stage["indexed"]): readonly string[] {
  return [
    "/login",
    "/",
    "/registries",
    "/registries/connect",
    `/registries/${registryId}`,
    path,
    `${path}/-/tags/build-1`,
    `/registries/${registryId}/-/settings`,
    "/hosts",
    "/jobs",
    "/audit",
    "/admin/users",
    "/admin/permissions",
    "/account",
  ];
}

/** The newest "largest contentful paint" the browser has reported, in milliseconds from the navigation. */
function largestPaint(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new PerformanceObserver((list) => resolve(list.getEntries().at(-1)?.startTime ?? Number.NaN)).observe(
          {
            type: "largest-contentful-paint",
            buffered: true,
          },
        );
      }),
  );
}

/** One load with nothing cached, as a first visit. */
function load({ browser, session }: Stage, path: string): Promise<Sample> {
  const signedIn = path === "/login" ? { ...session, state: { cookies: [], origins: [] } } : session;
  return onFreshPage(browser, signedIn, async (page) => {
    const scripts: Promise<Buffer>[] = [];
    page.on("response", (response: Response) => {
      if (response.request().resourceType() === "script") scripts.push(response.body());
    });
    await page.goto(path, { waitUntil: "load" });
    await page.getByRole("heading", { level: 1 }).waitFor();
    const largestPaintMs = await largestPaint(page);
    const bytes = (await Promise.all(scripts)).map((script) => gzipSync(script).length);
    return { scriptBytes: bytes.reduce((sum, size) => sum + size, 0), largestPaintMs };
  });
}

const budget = { kilobytes: 200, largestPaintMs: 1_000 };

/** First-load JavaScript and largest contentful paint of each main page. */
export async function measureRoutes(stage: Stage): Promise<Report> {
  const data: { path: string; samples: Sample[] }[] = [];
  for (const path of routes(stage.indexed)) {
    await load(stage, path);
    const samples: Sample[] = [];
    for (let run = 0; run < stage.effort.runs; run++) samples.push(await load(stage, path));
    data.push({ path: path.replaceAll(stage.indexed.registryId, "…"), samples });
  }
  return {
    table: {
      headers: ["Page", "JavaScript (kB, gzip)", "largest paint (ms)"],
      rows: data.map(({ path, samples }) => [
        `\`${path}\``,
        against(budget.kilobytes, summarise(samples.map(({ scriptBytes }) => scriptBytes / 1000))),
        against(budget.largestPaintMs, summarise(samples.map(({ largestPaintMs }) => largestPaintMs))),
      ]),
    },
    data,
  };
}
