import type { Page } from "@playwright/test";
import { zhCN as zh } from "../lib/i18n/messages/zh-CN/index.ts";
import { hostOf, testEnvironment } from "./fixtures/environment.ts";
import { expectAccessible, expectFitsPhone } from "./fixtures/page-checks.ts";
import { connectRegistry, expect, signIn, test } from "./fixtures/test.ts";

const { openRegistry } = testEnvironment();

test.describe.configure({ mode: "default", timeout: 240_000 });
test.use({ instance: "keys" });

const patient = { timeout: 90_000 };
let registry = "";

/** A repository of a thousand tags, all of them read. */
async function openTags(page: Page): Promise<void> {
  if (!registry) {
    registry = await connectRegistry(page, { name: "harbour", endpoint: openRegistry });
    await expect(page.getByRole("row").filter({ hasText: "demo/many" })).toContainText("1,000", patient);
  }
  await page.goto(`/registries/${registry}/demo/many`);
  await expect(page.getByText("1,000 tags", { exact: true })).toBeVisible();
}

const row = (page: Page, index: number) => page.locator(`tr[data-index="${index}"]`);
/** What the bar at the foot shows; the same words are announced. */
const selected = (page: Page, words: string) =>
  page.locator("span").filter({ hasText: new RegExp(`^${words} selected$`) });
const palette = (page: Page) => page.getByRole("dialog", { name: "Search" });
const chosen = (page: Page) => palette(page).locator('[role=option][aria-selected="true"]');

/** What is typed before its code came would be lost. */
async function openPalette(page: Page): Promise<void> {
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog").getByRole("combobox")).toBeFocused();
}

test("rows are reached and selected by keyboard alone, one and many", async ({ signedIn: page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await openTags(page);
  await page.keyboard.press("j");
  await expect(row(page, 0)).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(row(page, 1)).toBeFocused();
  await page.keyboard.press("x");
  await expect(selected(page, "1")).toBeVisible();
  await expect(page.getByRole("status").filter({ hasText: /^1 selected$/ })).toHaveCount(1);
  await page.keyboard.press("Shift+J");
  await page.keyboard.press("Shift+ArrowDown");
  await expect(row(page, 3)).toBeFocused();
  await expect(selected(page, "3")).toBeVisible();
  // One too far: the way back lets go.
  await page.keyboard.press("Shift+K");
  await expect(selected(page, "2")).toBeVisible();
  for (const key of ["j", "x", "j", "j", "Shift+X"]) await page.keyboard.press(key);
  await expect(row(page, 5)).toBeFocused();
  await expect(selected(page, "5")).toBeVisible();

  await page.getByRole("button", { name: "Copy references" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByText("5 references copied")).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied.split("\n")).toHaveLength(5);
  expect(copied.split("\n")[0]).toBe(`${hostOf(openRegistry)}/demo/many:build-999`);

  await page.keyboard.press("Escape");
  await expect(page.getByText(/\d selected$/)).toHaveCount(0);
  await page.keyboard.press("k");
  await page.keyboard.press("Home");
  await expect(row(page, 0)).toBeFocused();
  await page.keyboard.press("End");
  await expect(page.locator("tr:focus")).not.toHaveAttribute("data-index", "0");
});

test("all that match are a step of their own after all that are loaded", async ({ signedIn: page }) => {
  await openTags(page);
  await page.getByRole("checkbox", { name: "Select build-1000", exact: true }).check();
  await page.getByRole("checkbox", { name: "Select build-990", exact: true }).click({ modifiers: ["Shift"] });
  await expect(selected(page, "11")).toBeVisible();
  await page.getByRole("checkbox", { name: "Select all loaded rows" }).check();
  await expect(selected(page, "1,000")).toHaveCount(0);
  await page.getByRole("button", { name: "Select all 1,000 that match" }).click();
  await expect(selected(page, "1,000")).toBeVisible(patient);
});

test("how one likes a table is on every browser of one's own, from the first byte", async ({
  signedIn: page,
  browser,
}) => {
  await openTags(page);
  await page.getByRole("button", { name: "Display" }).click();
  await page.getByRole("menuitemradio", { name: "Compact" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Times as dates" }).click();
  const time = row(page, 0).locator("td").nth(6);
  await expect(time).toContainText(/\d{4}.*\d\d:\d\d:\d\d/);
  expect(await time.evaluate((cell) => cell.scrollWidth <= cell.clientWidth)).toBe(true);
  await page.getByRole("menuitemcheckbox", { name: "Digest" }).click();
  await expect(page.getByRole("columnheader", { name: "Digest" })).toHaveCount(0);
  const kept = async () =>
    (await page.request.get("/api/v1/preferences/table.tags")).json() as Promise<unknown>;
  await expect
    .poll(kept)
    .toMatchObject({ data: { value: { compact: true, absoluteTimes: true, columns: { digest: false } } } });

  const elsewhere = await browser.newContext();
  const second = await elsewhere.newPage();
  const { origin } = new URL(page.url());
  await signIn(second, undefined, origin);
  // What the server answers, before any script.
  const html = await (await second.request.get(page.url())).text();
  const head = /<thead.*?<\/thead>/s.exec(html)?.[0];
  expect(head).toContain("Platforms");
  expect(head).not.toContain("Digest");
  await second.goto(page.url());
  await expect(second.locator('tr[data-index="0"]')).toHaveJSProperty("offsetHeight", 28);
  await elsewhere.close();
});

test("the address is the view: it can be sent, and Back leads to it", async ({ signedIn: page }) => {
  await openTags(page);
  await page.getByRole("button", { name: "Created" }).click();
  await page.keyboard.press("/");
  await page.keyboard.type("build-77");
  await expect(page).toHaveURL(/q=build-77/);
  const address = page.url();
  await page.goto("/");
  await page.goto(address);
  await expect(page.getByRole("row")).toHaveCount(12);
  await expect(page.getByRole("columnheader", { name: "Created" })).toHaveAttribute("aria-sort", /./);
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/-\/tags\//);
  // The next Tab is the page's own, not the rail's.
  await expect(page.getByRole("main")).toBeFocused();
  await page.goBack();
  await expect(page).toHaveURL(address);
  await expect(page.getByLabel(/^Filter all/)).toHaveValue("build-77");
  await expect(page.getByRole("row")).toHaveCount(12);
});

test("? tells the keys of the page, and takes none from what is typed or open", async ({
  signedIn: page,
}) => {
  const help = page.getByRole("dialog", { name: "Keys" });
  await page.goto("/account");
  await page.keyboard.press("?");
  await expect(help).toContainText("Search everything");
  await expect(help).not.toContainText("Filter the list");
  await page.keyboard.press("Escape");
  await expect(help).toHaveCount(0);

  await openTags(page);
  await page.keyboard.press("/");
  await page.keyboard.type("j?");
  await expect(page.getByLabel(/^Filter all/)).toHaveValue("j?");
  await expect(help).toHaveCount(0);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  // An input method that chooses characters needs every key.
  await page.evaluate(() => {
    for (const key of ["j", "?"])
      document.body.dispatchEvent(new KeyboardEvent("keydown", { key, isComposing: true, bubbles: true }));
  });
  await expect(page.locator("tr:focus")).toHaveCount(0);
  await expect(help).toHaveCount(0);
  await page.keyboard.press("?");
  await expect(help).toContainText("Select while moving");
  await expectAccessible(page);
  await page.keyboard.press("j");
  await page.keyboard.press("Escape");
  await expect(page.locator("tr:focus")).toHaveCount(0);
  await page.keyboard.press("?");
  await expect(help).toBeVisible();

  await page.goto(`/registries/${registry}?view=tree`);
  await expect(page.getByRole("navigation", { name: /^Namespaces/ })).toBeVisible();
  await page.keyboard.press("?");
  await expect(help).toContainText("Filter the list");
  await expect(help).not.toContainText("First and last row");
});

test("a menu opened by key has the focus on its first item, from the first time on", async ({
  signedIn: page,
}) => {
  await page.goto("/account");
  const button = page.getByRole("banner").locator("[aria-haspopup=menu]");
  for (const key of ["Enter", "Space"]) {
    await button.focus();
    await page.keyboard.press(key);
    await expect(page.getByRole("menuitem").first()).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("menu")).toHaveCount(0);
    await expect(button).toBeFocused();
  }
});

test("the palette finds names, abbreviations and slips, says how many, and remembers where one was", async ({
  signedIn: page,
}) => {
  await openTags(page);
  await page.goto("/jobs");
  await openPalette(page);
  await expect(chosen(page)).toContainText("demo/many");
  await page.keyboard.type("tbapi");
  await expect(chosen(page)).toContainText("team/backend/api");
  await expect(chosen(page).locator("b").first()).toHaveText("t");
  await expect(palette(page).getByRole("status")).toHaveText(/result/);
  await page.keyboard.press("Control+a");
  await page.keyboard.type("bakcend");
  await expect(chosen(page)).toContainText("team/backend/api");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("many:build-77");
  await expect(chosen(page)).toContainText("demo/many:build-77");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("add a person");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: "Add a person" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);

  await page.setViewportSize({ width: 390, height: 844 });
  await openPalette(page);
  await page.keyboard.type("build-7");
  await expect(palette(page).getByRole("option").first()).toBeVisible();
  await expectAccessible(page);
  await expectFitsPhone(page);
});

test("fast typing never shows what an older question found", async ({ signedIn: page }) => {
  await openTags(page);
  let late: (() => void) | undefined;
  const released = new Promise<void>((resolve) => {
    late = resolve;
  });
  await page.route("**/api/v1/search?q=de", async (route) => {
    await released;
    await route.continue().catch(() => undefined);
  });
  await openPalette(page);
  await page.keyboard.type("de");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("backend");
  await expect(chosen(page)).toContainText("team/backend/api");
  late?.();
  await expect(palette(page).getByRole("option", { name: /demo\/many/ })).toHaveCount(0);
  await expect(chosen(page)).toContainText("team/backend/api");
});

test("a palette that cannot ask says so, and keeps what needs no server", async ({ signedIn: page }) => {
  await page.goto("/");
  await page.route("**/api/v1/search**", (route) => route.abort());
  await openPalette(page);
  await page.keyboard.type("audit");
  await expect(palette(page).getByRole("alert")).toBeVisible();
  await expect(chosen(page)).toContainText("Audit log");
});

test("in Chinese a page is found by its Chinese and by its English name", async ({ signedIn: page }) => {
  await page.goto("/");
  await page.getByRole("button", { name: /^Menu of/ }).click();
  await page.getByRole("menuitemradio", { name: "简体中文" }).click();
  await expect(page.getByRole("heading", { level: 1, name: zh.shell.overview })).toBeVisible();
  await page.keyboard.press("Escape");
  for (const word of ["审计", "audit"]) {
    await openPalette(page);
    await page.keyboard.type(word);
    await expect(page.getByRole("dialog").locator('[role=option][aria-selected="true"]')).toContainText(
      zh.shell.audit,
    );
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
  }
});
