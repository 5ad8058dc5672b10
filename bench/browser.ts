import { setTimeout } from "node:timers/promises";
import { type Browser, type BrowserContext, chromium, type Page } from "@playwright/test";
import { untilHydrated, waitAfterLoads } from "../e2e/fixtures/browser.ts";
import { signIn } from "../e2e/fixtures/test.ts";
import { wordsCookie } from "../lib/i18n/words.ts";
import config from "../playwright.config.ts";
import type { Link } from "./http.ts";

export function launchBrowser(): Promise<Browser> {
  // Not the tests' headless shell: people have windows around their pages.
  return chromium.launch({ ...config.use?.launchOptions, executablePath: "/usr/bin/chromium" });
}

type StorageState = Awaited<ReturnType<BrowserContext["storageState"]>>;

/** Signs in once; what this returns are the cookies of a browser that also keeps the words of its pages. */
export async function signInOnce(browser: Browser, url: string): Promise<StorageState> {
  const context = await browser.newContext({ baseURL: url, locale: "en-GB" });
  const page = waitAfterLoads(await context.newPage());
  await signIn(page);
  await page.waitForFunction((name) => document.cookie.includes(`${name}=`), wordsCookie);
  const state = await context.storageState();
  await context.close();
  return state;
}

/** A new window keeps the browser busy with pages of its own (measured: a core for half a second), which are none of ours. */
const windowMs = 1_500;

/** Signed in, and with nothing cached. */
function withoutWords({ cookies, origins }: StorageState): StorageState {
  return { cookies: cookies.filter(({ name }) => name !== wordsCookie), origins };
}

/** Runs `work` on a page of a fresh context, in a window that is at rest. */
export async function onFreshPage<T>(
  browser: Browser,
  session: { readonly url: string; readonly state: StorageState } | undefined,
  work: (page: Page) => Promise<T>,
): Promise<T> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: "en-GB",
    ...(session ? { baseURL: session.url, storageState: withoutWords(session.state) } : {}),
  });
  try {
    const page = await context.newPage();
    await setTimeout(windowMs);
    return await work(page);
  } finally {
    await context.close();
  }
}

/** What the browser sends when a link to a tag is followed from its repository's page. */
export function readLink(
  browser: Browser,
  session: { readonly url: string; readonly state: StorageState },
  tagPath: string,
): Promise<Link> {
  return onFreshPage(browser, session, async (page) => {
    await waitAfterLoads(page).goto(tagPath.slice(0, tagPath.indexOf("/-/")));
    await untilHydrated(page);
    const asked = page.waitForRequest(
      (request) => request.headers().rsc === "1" && request.url().includes("/-/tags/"),
    );
    await page.locator("tbody tr a").first().click();
    const request = await asked;
    const headers = Object.entries(await request.allHeaders());
    return {
      headers: Object.fromEntries(headers.filter(([name]) => /^(rsc|next-.*)$/.test(name))),
      mark: new URL(request.url()).search,
    };
  });
}

declare global {
  interface Window {
    /** Milliseconds from the navigation until every row of the first screen was in sight with size and date. */
    benchFilled?: number;
  }
}

/** What a page says when its rows are there. Asking it meanwhile would put Playwright's own script, 330 kB, into its way. */
const filledMark = "bench: filled";

/** Runs in the page, in every frame, from its first byte on. */
function watchRows(mark: string): void {
  const filled = () => {
    const heads = [...document.querySelectorAll("thead th")].map((head) => head.textContent?.trim());
    const columns = ["Size", "Created"].map((name) => heads.indexOf(name));
    const rows = [...document.querySelectorAll<HTMLTableRowElement>("tbody tr:not([aria-hidden])")];
    const seen = rows.filter((row) => row.getBoundingClientRect().top < innerHeight);
    const last = rows.at(-1)?.getBoundingClientRect();
    return (
      last !== undefined &&
      last.bottom >= innerHeight &&
      columns.every((column) => column >= 0) &&
      seen.every((row) =>
        columns.every((column) => {
          const text = row.cells[column]?.textContent?.trim() ?? "";
          return text !== "" && text !== "—";
        }),
      )
    );
  };
  // A dot in the frame that first has them all: the browser says when it was shown (Element Timing). A frame later would be
  // after the page's scripts, which run as soon as its rows are in sight.
  const dot = document.createElement("span");
  dot.setAttribute("elementtiming", mark);
  dot.style.cssText = "position: fixed; inset: 0 auto auto 0";
  dot.textContent = ".";
  new PerformanceObserver((list) => {
    const shown = list.getEntries().find((entry) => (entry as { identifier?: string }).identifier === mark);
    if (!shown) return;
    window.benchFilled = shown.startTime;
    dot.remove();
    console.debug(mark);
  }).observe({ type: "element" });
  const look = () => {
    if (filled()) document.body.append(dot);
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

export interface Filled {
  readonly firstScreenMs: number;
  /** Milliseconds since 1970 at which the navigation began. */
  readonly origin: number;
}

/** Navigates and waits until the first screen's rows all have size and date. */
export async function timeToRows(page: Page, address: string): Promise<Filled> {
  await page.addInitScript(watchRows, filledMark);
  const filled = page.waitForEvent("console", {
    predicate: (message) => message.text() === filledMark,
    timeout: 120_000,
  });
  await page.goto(address, { waitUntil: "commit" });
  await filled;
  return page.evaluate(() => ({
    firstScreenMs: window.benchFilled ?? Number.NaN,
    origin: performance.timeOrigin,
  }));
}
