import type { Page } from "@playwright/test";
import { en } from "../lib/i18n/messages/en/index.ts";
import { zhCN } from "../lib/i18n/messages/zh-CN/index.ts";
import { type PageAddresses, prepareEveryPage } from "./fixtures/every-page.ts";
import { lookAtWhatOpens } from "./fixtures/page-checks.ts";
import { expectOpensInside, expectThumbFriendly } from "./fixtures/phone-checks.ts";
import { expect, signIn, test } from "./fixtures/test.ts";

const languages = { "en-GB": en, "zh-CN": zhCN } as const;
const registryPage = "(dashboard)/registries/[registryId]";
const tagPage = "(dashboard)/registries/[registryId]/-/tags/[tag]/[...repository]";
const tagsPage = "(dashboard)/registries/[registryId]/[...repository]";

test.use({
  instance: "phone",
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
});
test.describe.configure({ mode: "serial", timeout: 180_000 });

let addresses: PageAddresses;
const addressOf = (folder: string) => addresses[folder] ?? "";
const settled = (page: Page) => expect(page.locator("[aria-busy=true]")).toHaveCount(0);

test("a phone is what its styles take it for", async ({ signedIn: page, app }) => {
  expect(await page.evaluate(() => matchMedia("(pointer: coarse) and (hover: none)").matches)).toBe(true);
  addresses = await prepareEveryPage(page, app);
});

for (const [locale, words] of Object.entries(languages)) {
  test.describe(locale, () => {
    test.use({ locale });

    test("every page fits, and everything on it is big enough for a thumb", async ({ page }) => {
      await page.goto("/login");
      await expectThumbFriendly(page);
      await signIn(page);
      const tag = new URL(addressOf(tagPage), "http://longshore").pathname;
      const more = [tag, `${tag}?tab=raw`, `${addressOf(registryPage)}?view=tree`];
      for (const address of [...Object.values(addresses), ...more]) {
        await page.goto(address);
        await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
        await settled(page);
        await expectThumbFriendly(page);
      }
    });

    test("whatever opens is inside the window and big enough for a thumb", async ({ signedIn: page }) => {
      const look = async () => {
        await settled(page);
        await expectOpensInside(page);
      };
      await page.goto("/jobs");
      expect(await lookAtWhatOpens(page, "header", look, "tap")).toBeGreaterThan(2);
      let opened = 0;
      for (const folder of [
        registryPage,
        tagsPage,
        tagPage,
        "(dashboard)/hosts/[hostId]",
        "(dashboard)/jobs",
        "(dashboard)/audit",
        "(dashboard)/admin/users",
      ]) {
        await page.goto(addressOf(folder));
        await settled(page);
        opened += await lookAtWhatOpens(page, "main", look, "tap");
      }
      expect(opened).toBeGreaterThan(12);
      await page.goto("/audit");
      await page.getByRole("button", { name: words.audit.action.image.pull }).first().tap();
      await expect(page.getByRole("dialog")).toContainText("team/frontend/web:3.4");
      await look();
    });

    test("dialogs leave nothing out of reach above a keyboard", async ({ signedIn: page }) => {
      await page.setViewportSize({ width: 390, height: 500 });
      const questions = [
        [addressOf("(dashboard)/registries/[registryId]/-/settings"), words.registries.settings.remove],
        ["/admin/users", words.admin.users.create],
        [addressOf("(dashboard)/hosts/[hostId]"), words.hosts.pull.action],
      ] as const;
      for (const [address, name] of questions) {
        await page.goto(address);
        await page.getByRole("button", { name, exact: true }).first().tap();
        await expect(page.getByRole("dialog")).toBeVisible();
        await settled(page);
        await expectOpensInside(page);
      }
    });
  });
}

test("from the menu to a pull, by thumb alone", async ({ signedIn: page }) => {
  await page.goto("/");
  await page.getByRole("button", { name: "Menu", exact: true }).tap();
  await page.getByRole("dialog").getByRole("link", { name: "quay" }).tap();
  await page.getByRole("link", { name: "team/backend/api" }).tap();
  const display = page.getByRole("button", { name: "Sort and display" });
  const first = page.locator("[data-index='0']").getByRole("link");
  await expect(first).toHaveText("latest");
  await display.tap();
  await page.getByRole("menuitemradio", { name: "Tag" }).tap();
  await expect(first).toHaveText("1.0.0");
  await expect(page).toHaveURL(/sort=/);

  await page.getByRole("checkbox", { name: "Select 1.1.0" }).tap();
  await page.getByRole("checkbox", { name: "Select 1.2.0" }).tap();
  const selected = page.getByRole("status").filter({ hasText: /^\d selected$/ });
  await expect(selected).toHaveText("2 selected");
  await expectThumbFriendly(page);
  await display.tap();
  await page.getByRole("menuitem", { name: "Select all loaded rows" }).tap();
  await expect(selected).toHaveText("4 selected");
  await page.getByRole("button", { name: "Clear selection" }).tap();
  await expect(selected).toHaveCount(0);

  await page.getByRole("link", { name: "1.2.0" }).tap();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("1.2.0");
  await page.getByRole("button", { name: "Pull image" }).tap();
  await expect(page.getByRole("dialog", { name: "Pull image" })).toBeVisible();
  await settled(page);
  await expectOpensInside(page);
});
