import { en } from "../lib/i18n/messages/en/index.ts";
import { zhCN } from "../lib/i18n/messages/zh-CN/index.ts";
import { leadingOn, type PageAddresses, prepareEveryPage } from "./fixtures/every-page.ts";
import { expectAccessible, expectChinese, expectFitsPhone, lookAtWhatOpens } from "./fixtures/page-checks.ts";
import { expect, test } from "./fixtures/test.ts";

const languages = { "en-GB": en, "zh-CN": zhCN } as const;

test.use({ instance: "accessibility" });
test.describe.configure({ mode: "serial", timeout: 360_000 });

let addresses: PageAddresses;

test("there is something to look at on every page", async ({ signedIn: page, app }) => {
  addresses = await prepareEveryPage(page, app);
});

for (const [locale, words] of Object.entries(languages)) {
  test.describe(locale, () => {
    test.use({ locale });
    test("axe finds nothing on any page, and nothing is wider than a phone", async ({ signedIn: page }) => {
      const titles: string[] = [];
      for (const address of Object.values(addresses)) {
        await page.goto(address);
        await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
        await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
        await expectAccessible(page);
        await expectFitsPhone(page);
        if (locale === "zh-CN") await expectChinese(page);
        // Where a page leads on to another one, the title is that one's.
        if (page.url() === new URL(address, page.url()).href) titles.push(await page.title());
      }
      expect(titles.length).toBe(Object.keys(addresses).length - leadingOn.length);
      expect(titles).toEqual([...new Set(titles)]);
    });

    test("axe finds nothing in whatever opens", async ({ signedIn: page }) => {
      await page.goto("/jobs");
      await lookAtWhatOpens(page, "header", () => expectAccessible(page));
      let opened = 0;
      for (const folder of [
        "(dashboard)/registries/[registryId]",
        "(dashboard)/registries/[registryId]/[...repository]",
        "(dashboard)/registries/[registryId]/-/tags/[tag]/[...repository]",
        "(dashboard)/hosts/[hostId]",
        "(dashboard)/jobs",
        "(dashboard)/audit",
        "(dashboard)/admin/users",
      ]) {
        await page.goto(addresses[folder] ?? "");
        await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
        opened += await lookAtWhatOpens(page, "main", () => expectAccessible(page));
      }
      expect(opened).toBeGreaterThan(8);
    });

    test("axe finds nothing in questions, details, the keys and the menu of a phone", async ({
      signedIn: page,
    }) => {
      const dialog = page.getByRole("dialog");
      const look = async () => {
        await expect(dialog).toBeVisible();
        await expectAccessible(page);
        if (locale === "zh-CN") await expectChinese(page);
        await page.keyboard.press("Escape");
        await expect(dialog).toHaveCount(0);
      };
      await page.goto(addresses["(dashboard)/registries/[registryId]/-/settings"] ?? "");
      for (const name of [words.registries.settings.disable, words.registries.settings.remove]) {
        await page.getByRole("button", { name, exact: true }).click();
        await look();
      }
      await page.goto("/admin/users");
      await page.getByRole("button", { name: words.admin.users.create }).click();
      await look();
      await page.goto("/audit");
      await page
        .getByRole("row")
        .nth(1)
        .click({ position: { x: 500, y: 10 } });
      await expect(page).toHaveURL(/event=/);
      await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
      await expectAccessible(page);
      await page.keyboard.press("Escape");
      await page.goto("/jobs");
      await page.keyboard.press("?");
      await look();
      await page.setViewportSize({ width: 390, height: 844 });
      await page.getByRole("button", { name: words.shell.menu, exact: true }).click();
      await look();
    });
  });
}
