import { setTimeout } from "node:timers/promises";
import type { Browser, BrowserContext, Page } from "@playwright/test";
import { waitAfterLoads } from "../e2e/fixtures/browser.ts";
import { connectRegistry } from "../e2e/fixtures/test.ts";
import { launchBrowser, signInOnce } from "./browser.ts";
import type { Table } from "./figures.ts";
import { type Longshore, startLongshore } from "./longshore.ts";
import { type RegistryProxy, startProxy } from "./proxy.ts";
import { type BenchRegistry, startBenchRegistry } from "./registry.ts";

/** Everything a part measures with. */
export interface Stage {
  /** Everything it leaves behind is in here. */
  readonly directory: string;
  readonly registry: BenchRegistry;
  readonly longshore: Longshore;
  readonly browser: Browser;
  readonly session: {
    readonly url: string;
    readonly state: Awaited<ReturnType<BrowserContext["storageState"]>>;
  };
  readonly indexed: IndexedRepository;
  readonly effort: Effort;
  /** Bytes the server held `effort.restMs` after its start, before anything was asked of it. */
  readonly idle: number;
}

/** How much time the figures are worth. */
export interface Effort {
  /** How often each thing is measured. */
  readonly runs: number;
  /** Before resident memory at rest is read. */
  readonly restMs: number;
  readonly loadMs: number;
}

/** A repository of 1,000 tags behind a proxy of its own, which Longshore knows as a registry. */
export interface IndexedRepository {
  readonly name: string;
  readonly registryId: string;
  /** Path of its page. */
  readonly path: string;
  readonly proxy: RegistryProxy;
}

/** One part's figures: a table to read, and everything measured for whoever wants more. */
export interface Report {
  readonly table: Table;
  readonly notes?: readonly string[];
  /** Beside the document, by name. */
  readonly files?: Readonly<Record<string, string>>;
  readonly data: unknown;
}

/** Connects the registry at this address as a user does, who looks at it until `seen` and closes the window; answers its id. */
export async function connect(
  { browser, session }: Pick<Stage, "browser" | "session">,
  { name, endpoint }: { readonly name: string; readonly endpoint: string },
  seen: (page: Page) => Promise<unknown> = async () => undefined,
): Promise<string> {
  const context = await browser.newContext({
    baseURL: session.url,
    storageState: session.state,
    locale: "en-GB",
  });
  const page = waitAfterLoads(await context.newPage());
  const registryId = await connectRegistry(page, { name: name.replace("/", "-"), endpoint });
  await seen(page);
  await context.close();
  return registryId;
}

/** Connects the proxy in front of a repository as a registry. Its tags are not asked for until the proxy lets them. */
export async function connectRepository(
  { registry, browser, session }: Pick<Stage, "registry" | "browser" | "session">,
  name: string,
): Promise<IndexedRepository> {
  await registry.push(name);
  const proxy = await startProxy(registry.endpoint, name);
  proxy.hold();
  const registryId = await connect({ browser, session }, { name, endpoint: proxy.endpoint }, (page) =>
    page.getByRole("link", { name, exact: true }).waitFor({ timeout: 30_000 }),
  );
  return { name, registryId, path: `/registries/${registryId}/${name}`, proxy };
}

export async function setStage(
  directory: string,
  effort: Effort,
  atEnd: (work: () => Promise<unknown>) => void,
): Promise<Stage> {
  const longshore = await startLongshore(directory);
  await setTimeout(effort.restMs);
  const idle = await longshore.memory();
  const registry = await startBenchRegistry(directory);
  const browser = await launchBrowser();
  atEnd(() => browser.close());
  const session = { url: longshore.url, state: await signInOnce(browser, longshore.url) };
  const indexed = await connectRepository({ registry, browser, session }, "bench/warm");
  atEnd(() => indexed.proxy.close());
  indexed.proxy.release();
  await longshore.indexed(indexed.name);
  return { directory, registry, longshore, browser, session, indexed, effort, idle };
}
