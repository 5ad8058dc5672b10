import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { Agent, request } from "undici";
import { waitAfterLoads } from "../../e2e/fixtures/browser.ts";
import { mediaTypes } from "../../e2e/fixtures/images.ts";
import { backgroundRequestsAtOnce, requestsAtOnce } from "../../lib/registry/transport/queue.ts";
import { onFreshPage } from "../browser.ts";
import { against, spread, summarise } from "../figures.ts";
import { startBenchRegistry } from "../registry.ts";
import { connect, type Report, type Stage } from "../stage.ts";

interface Sample {
  readonly ms: number;
  readonly requests: number;
}

async function inParallel<T>(
  items: readonly T[],
  concurrency: number,
  work: (item: T) => Promise<unknown>,
): Promise<void> {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
}

/** The same requests, as many at once, from a bare loop that neither verifies, stores nor shows anything. */
async function bareLoop(
  endpoint: string,
  repository: string,
  { headOnly, concurrency }: { readonly headOnly: boolean; readonly concurrency: number },
): Promise<Sample> {
  const dispatcher = new Agent({ connections: concurrency });
  const accept = mediaTypes.ociManifest;
  let requests = 0;
  const ask = async (method: "GET" | "HEAD", path: string) => {
    requests += 1;
    const { body } = await request(`${endpoint}/v2/${repository}/${path}`, {
      method,
      dispatcher,
      headers: { accept },
    });
    return body.text();
  };
  const started = performance.now();
  const { tags } = JSON.parse(await ask("GET", "tags/list")) as { tags: string[] };
  await inParallel(tags, concurrency, async (tag) => {
    await ask("HEAD", `manifests/${tag}`);
    if (headOnly) return;
    const manifest = JSON.parse(await ask("GET", `manifests/${tag}`)) as { config: { digest: string } };
    await ask("GET", `blobs/${manifest.config.digest}`);
  });
  const ms = performance.now() - started;
  await dispatcher.close();
  return { ms, requests };
}

/** A registry of its own for each, so that a run begins with nothing known, and nothing stands between the two. */
async function oneRun(stage: Stage, run: number) {
  const name = `bench/index-${run}`;
  const place = join(stage.directory, `index-${run}`);
  await mkdir(place);
  const registry = await startBenchRegistry(place);
  await registry.push(name);
  const pushed = await registry.requests(name);
  const registryId = await connect(stage, { name, endpoint: registry.endpoint });
  const { ms: firstMs } = await stage.longshore.indexed(name);
  const afterFirst = await registry.requests(name);
  const checkAgain = (times: number, { watched }: { readonly watched: boolean }) =>
    onFreshPage(stage.browser, stage.session, async (page) => {
      await waitAfterLoads(page).goto(`/registries/${registryId}/${name}`);
      const begun = page.waitForResponse((response) => response.request().method() === "POST");
      await page.getByRole("button", { name: "refresh" }).click();
      await begun;
      if (!watched) await page.close();
      return (await stage.longshore.indexed(name, times)).ms;
    });
  const watchedMs = await checkAgain(2, { watched: true });
  const afterWatched = await registry.requests(name);
  const againMs = await checkAgain(3, { watched: false });
  const afterAgain = await registry.requests(name);
  const bare = (headOnly: boolean, concurrency: number) =>
    bareLoop(registry.endpoint, name, { headOnly, concurrency });
  return {
    first: { ms: firstMs, requests: afterFirst - pushed },
    watched: { ms: watchedMs, requests: afterWatched - afterFirst },
    again: { ms: againMs, requests: afterAgain - afterWatched },
    firstBare: await bare(false, backgroundRequestsAtOnce),
    againBare: await bare(true, requestsAtOnce),
  };
}

/** How long an index run takes, beside the registry's own pace. */
export async function measureIndexRun(stage: Stage): Promise<Report> {
  const samples: Awaited<ReturnType<typeof oneRun>>[] = [];
  for (let run = 0; run < Math.min(3, stage.effort.runs); run++) {
    samples.push(await oneRun(stage, run));
  }
  const row = (name: string, of: keyof (typeof samples)[number], budgetMs = Number.POSITIVE_INFINITY) => {
    const all = samples.map((sample) => sample[of]);
    const rate = summarise(all.map(({ ms, requests }) => (requests * 1000) / ms));
    return [
      name,
      against(budgetMs, summarise(all.map(({ ms }) => ms))),
      spread(summarise(all.map(({ requests }) => requests))),
      spread(rate),
    ];
  };
  // The budget is four fifths of the registry's own pace.
  const bareMs = summarise(samples.map(({ firstBare }) => firstBare.ms)).median;
  return {
    table: {
      headers: ["Index of 1,000 tags", "ms", "registry requests", "requests a second"],
      rows: [
        row("Longshore, first run", "first", Math.round(bareMs / 0.8)),
        row("a bare loop, the same requests", "firstBare"),
        row("Longshore, check again", "again", 500),
        row("… while its page is open in Chromium", "watched", 500),
        row("a bare loop, the same requests", "againBare"),
      ],
    },
    data: samples,
  };
}
