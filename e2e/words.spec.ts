import type { Page } from "@playwright/test";
import { en } from "../lib/i18n/messages/en/index.ts";
import { zhCN } from "../lib/i18n/messages/zh-CN/index.ts";
import { wordsCookie } from "../lib/i18n/words.ts";
import { untilHydrated } from "./fixtures/browser.ts";
import { expect, test } from "./fixtures/test.ts";

test.use({ instance: "words" });

const chosen = { en: "English", "zh-CN": "简体中文" } as const;

/** Bytes that came over the network for each time the page asked for its words. */
const fetched = (page: Page) =>
  page.evaluate(() =>
    performance
      .getEntriesByType("resource")
      .filter(({ name }) => name.includes("/api/words/"))
      .map((entry) => (entry as PerformanceResourceTiming).transferSize),
  );

async function chooseLanguage(page: Page, locale: keyof typeof chosen): Promise<void> {
  await page.getByRole("banner").locator("[aria-haspopup=menu]").click();
  await page.getByRole("menuitemradio", { name: chosen[locale] }).click();
}

test("the first page brings its words along, the next ones find them in the browser", async ({
  signedIn: page,
}) => {
  const html = async () => (await page.request.get("/account")).text();
  // No page is open that could fetch them meanwhile.
  await page.goto("about:blank");
  await page.context().clearCookies({ name: wordsCookie });
  expect(await html()).toContain(en.ui.error.crashedHelp);
  await page.route("**/api/words/**", (route) => route.abort());
  await page.goto("/account");
  await page.unroute("**/api/words/**");
  await page.goto("/account");
  await page.waitForFunction((name) => document.cookie.includes(`${name}=`), wordsCookie);
  expect(await html()).toContain(en.ui.error.wordlessTitle);
  expect(await html()).not.toContain(en.ui.error.crashedHelp);
  for (const path of ["/account", "/", "/audit", "/jobs"]) {
    await page.goto(path);
    // Once, though it is preloaded too; and from the browser's own store since the first page.
    expect(await fetched(page), path).toEqual([0]);
  }
  // Of words that have changed since, a page brings the new ones along.
  await page.context().addCookies([{ name: wordsCookie, value: "older", url: page.url() }]);
  expect(await html()).toContain(en.ui.error.crashedHelp);
});

test("another language is another set of words, and the page stays", async ({ signedIn: page }) => {
  const answered = Promise.withResolvers<void>();
  await page.goto("/audit");
  await page.route("**/api/words/zh-CN*", async (route) => {
    await answered.promise;
    await route.continue();
  });
  await page.evaluate(() => Object.assign(window, { stayed: true }));
  const asked = page.waitForRequest("**/api/words/zh-CN*");
  await chooseLanguage(page, "zh-CN");
  await asked;
  await expect(page.getByRole("heading", { level: 1, name: "Audit log" })).toBeVisible();
  answered.resolve();
  await expect(page.getByRole("heading", { level: 1, name: "审计日志" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-CN");
  await chooseLanguage(page, "en");
  await expect(page.getByRole("heading", { level: 1, name: "Audit log" })).toBeVisible();
  expect(await page.evaluate(() => "stayed" in window)).toBe(true);
  await chooseLanguage(page, "zh-CN");
  await page.reload();
  await expect(page.getByRole("heading", { level: 1, name: "审计日志" })).toBeVisible();
  await chooseLanguage(page, "en");
  await expect(page.getByRole("heading", { level: 1, name: "Audit log" })).toBeVisible();
});

for (const [locale, words, other] of [
  ["en-GB", en, zhCN],
  ["zh-CN", zhCN, en],
] as const) {
  test.describe(locale, () => {
    test.use({ locale });

    test("a page whose words do not come can be read, says so, and heals", async ({ page, app }) => {
      let away = true;
      await page.route("**/api/words/**", (route) =>
        away ? route.fulfill({ status: 503, body: "{" }) : route.continue(),
      );
      // With its words in it, it needs none of this.
      await page.goto("/login");
      const version = (await page.locator("[data-words]").getAttribute("data-words")) ?? "";
      await page.context().addCookies([{ name: wordsCookie, value: version, url: app.url }]);
      await page.goto("/login", { waitUntil: "commit" });
      const notice = page.getByRole("alert").filter({ hasText: words.ui.error.wordlessTitle });
      await expect(notice).toBeVisible();
      await expect(page.getByRole("heading", { name: words.auth.signIn.heading })).toBeVisible();
      away = false;
      await untilHydrated(page);
      await expect(notice).toBeHidden();
      await page.getByRole("button", { name: chosen[locale === "zh-CN" ? "en" : "zh-CN"] }).click();
      await expect(page.getByRole("heading", { name: other.auth.signIn.heading })).toBeVisible();
    });
  });
}
