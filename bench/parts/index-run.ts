import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
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

/** What is asked about each tag: "get" brings what "head" says and the manifest as well. */
type Asked = "head" | "head, get, config" | "get, config" | "head if moved";

/** So many requests at once over connections that stay open, from a bare loop that neither verifies, stores nor shows anything. */
async function bareLoop(
  endpoint: string,
  repository: string,
  asked: Asked,
  concurrency: number,
): Promise<Sample> {
  const dispatcher = new Agent({ connections: concurrency });
  const accept = mediaTypes.ociManifest;
  let requests = 0;
  const ask = async (method: "GET" | "HEAD", path: string, condition = {}) => {
    requests += 1;
    const { body, headers } = await request(`${endpoint}/v2/${repository}/${path}`, {
      method,
      dispatcher,
      headers: { accept, ...condition },
      reset: false,
    });
    return { text: await body.text(), etag: headers.etag };
  };
  const list = async () => {
    const { tags } = JSON.parse((await ask("GET", "tags/list")).text) as { tags: string[] };
    return tags;
  };
  const known = new Map<string, unknown>();
  if (asked === "head if moved") {
    const learn = async (tag: string) => known.set(tag, (await ask("HEAD", `manifests/${tag}`)).etag);
    await inParallel(await list(), concurrency, learn);
    requests = 0;
  }
  const started = performance.now();
  await inParallel(await list(), concurrency, async (tag) => {
    const manifest = `manifests/${tag}`;
    if (asked === "head if moved") await ask("HEAD", manifest, { "if-none-match": known.get(tag) });
    else if (asked !== "get, config") await ask("HEAD", manifest);
    if (!asked.endsWith("config")) return;
    const { config } = JSON.parse((await ask("GET", manifest)).text) as { config: { digest: string } };
    await ask("GET", `blobs/${config.digest}`);
  });
  const ms = performance.now() - started;
  await dispatcher.close();
  return { ms, requests };
}

/** Milliseconds until the disk has written down what was pushed, and the browser has closed its page. */
const settleMs = 4_000;
/** How often one registry's unchanged tags are checked again, in turns with the bare loops. */
const rounds = 3;

/** What a browser sends when a button is pressed. */
interface Press {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Presses, and keeps what would have been sent from being sent: a browser takes its share of the server's own cores. */
async function pressOn(stage: Stage, path: string): Promise<Press> {
  return onFreshPage(stage.browser, stage.session, async (page) => {
    await waitAfterLoads(page).goto(path);
    const kept = Promise.withResolvers<Press>();
    await page.route("**", async (route) => {
      const sent = route.request();
      if (sent.method() !== "POST") return route.continue();
      const cookies = await page.context().cookies();
      const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
      const headers = { ...sent.headers(), origin: stage.session.url, cookie };
      kept.resolve({ url: sent.url(), headers, body: sent.postDataBuffer() ?? Buffer.alloc(0) });
      await route.abort();
    });
    await page.getByRole("button", { name: "refresh" }).click();
    return kept.promise;
  });
}

async function send({ url, headers, body }: Press): Promise<void> {
  const answer = await request(url, { method: "POST", headers, body });
  await answer.body.dump();
  if (answer.statusCode !== 200) throw new Error(`The press was answered with ${answer.statusCode}.`);
}

/** The registry as its package starts it; the same after it has served; with more memory than it is given by itself. */
const states = ["started", "used", "roomy"] as const;
type State = (typeof states)[number];

/** Thousands of images a registry in use has taken and given out. */
const served = 10;

async function startIn(state: State, place: string) {
  await mkdir(place);
  const registry = await startBenchRegistry(place, state === "roomy" ? "roomy" : "small");
  if (state === "used") await registry.serve(served);
  return registry;
}

/** The bare loops of a first run. What nobody has read takes a registry longer, so they have one of their own. */
async function firstBareLoops(stage: Stage, state: State, run: number) {
  const name = `bench/index-${state}-${run}`;
  const registry = await startIn(state, join(stage.directory, `index-${state}-${run}-bare`));
  await registry.push(name);
  await setTimeout(settleMs);
  const firstBare = await bareLoop(registry.endpoint, name, "head, get, config", backgroundRequestsAtOnce);
  await setTimeout(settleMs);
  const firstBareSame = await bareLoop(registry.endpoint, name, "get, config", backgroundRequestsAtOnce);
  return { firstBare: [firstBare], firstBareSame: [firstBareSame] };
}

/** A registry of its own for each, so that a run begins with nothing known, and nothing stands between the two. */
async function oneRun(stage: Stage, state: State, run: number) {
  const name = `bench/index-${state}-${run}`;
  const registry = await startIn(state, join(stage.directory, `index-${state}-${run}`));
  const registryId = await connect(stage, { name, endpoint: registry.endpoint });
  await registry.push(name);
  let times = 0;
  /** Longshore's next run, begun by `begin`, with the requests it made. */
  const timed = async (begin: () => Promise<unknown>): Promise<Sample> => {
    const before = await registry.requests(name);
    times += 1;
    await begin();
    const { ms } = await stage.longshore.indexed(name, times);
    return { ms, requests: (await registry.requests(name)) - before };
  };
  const bare = (asked: Asked, concurrency: number) => bareLoop(registry.endpoint, name, asked, concurrency);
  const path = `/registries/${registryId}/${name}`;

  const beginning = await pressOn(stage, `/registries/${registryId}`);
  await setTimeout(settleMs);
  const first = await timed(() => send(beginning));
  const press = await pressOn(stage, path);
  const watched = await onFreshPage(stage.browser, stage.session, async (page) => {
    await waitAfterLoads(page).goto(path);
    return timed(() => page.getByRole("button", { name: "refresh" }).click());
  });
  await setTimeout(settleMs);
  const again: Sample[] = [];
  const againBare: Sample[] = [];
  const againBareSame: Sample[] = [];
  for (let round = 0; round < rounds; round++) {
    again.push(await timed(() => send(press)));
    againBare.push(await bare("head", requestsAtOnce));
    againBareSame.push(await bare("head if moved", requestsAtOnce));
  }
  return {
    first: [first],
    ...(await firstBareLoops(stage, state, run)),
    again,
    watched: [watched],
    againBare,
    againBareSame,
  };
}

type Samples = readonly Awaited<ReturnType<typeof oneRun>>[];

/** How long an index run takes, beside the registry's own pace. */
export async function measureIndexRun(stage: Stage): Promise<Report> {
  const runs = Array.from({ length: Math.min(3, stage.effort.runs) }, (_, run) => run);
  const samples: Record<State, Awaited<ReturnType<typeof oneRun>>[]> = { started: [], used: [], roomy: [] };
  // Not counted: the server compiles as it goes.
  await oneRun(stage, "roomy", runs.length);
  for (const run of runs) {
    for (const state of states) samples[state].push(await oneRun(stage, state, run));
  }
  const summary = (of: keyof Samples[number], what: keyof Sample, some: Samples) =>
    summarise(some.flatMap((sample) => sample[of].map((one) => one[what])));
  /** A first index may take as long as the bare loop has to for four fifths of its rate. */
  const budget = (of: keyof Samples[number], some: Samples) =>
    of === "first"
      ? Math.round(summary("firstBare", "ms", some).median / 0.8)
      : of === "again" || of === "watched"
        ? 500
        : Number.POSITIVE_INFINITY;
  const row = (name: string, of: keyof Samples[number]) => [
    name,
    ...states.map((state) => against(budget(of, samples[state]), summary(of, "ms", samples[state]))),
    spread(summary(of, "requests", Object.values(samples).flat())),
  ];
  return {
    table: {
      headers: [
        "Index of 1,000 tags (ms)",
        "registry just started",
        "registry in use",
        "registry with a roomy heap",
        "requests",
      ],
      rows: [
        row("Longshore, first run", "first"),
        row("a bare loop: HEAD, manifest, config", "firstBare"),
        row("a bare loop: manifest, config", "firstBareSame"),
        row("Longshore, check again", "again"),
        row("… while its page is open in Chromium", "watched"),
        row("a bare loop: HEAD", "againBare"),
        row("a bare loop: HEAD if it moved", "againBareSame"),
      ],
    },
    data: samples,
  };
}
