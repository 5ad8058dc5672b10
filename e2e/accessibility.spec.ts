import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Page } from "@playwright/test";
import { en } from "../lib/i18n/messages/en/index.ts";
import { zhCN } from "../lib/i18n/messages/zh-CN/index.ts";
import { testEnvironment } from "./fixtures/environment.ts";
import { expectAccessible, expectChinese, expectFitsPhone } from "./fixtures/page-checks.ts";
import { connectRegistry, expect, test } from "./fixtures/test.ts";

const { openRegistry } = testEnvironment();
const root = join(import.meta.dirname, "..");
const languages = { "en-GB": en, "zh-CN": zhCN } as const;

test.use({ instance: "accessibility" });
test.describe.configure({ mode: "serial", timeout: 240_000 });

/** Every page there is, by its folder, and an address of it. Filled once there is something to look at. */
const addresses: Record<string, string> = {};

test("there is something to look at on every page", async ({ signedIn: page, app }) => {
  const registryId = await connectRegistry(page, { name: "quay", endpoint: openRegistry });
  const registry = `/registries/${registryId}`;
  await expect(page.getByRole("link", { name: "team/backend/api" })).toBeVisible({ timeout: 45_000 });
  await page.getByRole("link", { name: "team/backend/api" }).click();
  await page.getByRole("link", { name: "1.2.0" }).click({ timeout: 45_000 });
  await expect(page.getByRole("heading", { level: 1, name: "1.2.0" })).toBeVisible();
  const digest = /sha256:[0-9a-f]{64}/.exec(await page.content())?.[0];
  expect(digest).toBeDefined();
  const hosts = await (await page.request.get("/api/v1/hosts")).json();
  const ordered = await page.request.post("/api/v1/images/pull", {
    headers: { origin: app.url },
    data: {
      hostId: hosts.data[0].id,
      registryId,
      repository: "team/frontend/web",
      reference: { kind: "tag", tag: "3.4" },
    },
  });
  const { jobId } = (await ordered.json()).data;
  const image = `${registry}/team/backend/api`;
  Object.assign(addresses, {
    "(auth)/login": "/login",
    "(auth)/setup": "/setup",
    "(dashboard)": "/",
    "(dashboard)/account": "/account",
    "(dashboard)/admin": "/admin",
    "(dashboard)/admin/permissions": "/admin/permissions",
    "(dashboard)/admin/users": "/admin/users",
    "(dashboard)/audit": "/audit",
    "(dashboard)/hosts": "/hosts",
    "(dashboard)/hosts/[hostId]": `/hosts/${hosts.data[0].id}`,
    "(dashboard)/jobs": "/jobs",
    "(dashboard)/jobs/[jobId]": `/jobs/${jobId}`,
    "(dashboard)/registries": "/registries",
    "(dashboard)/registries/[registryId]": registry,
    "(dashboard)/registries/[registryId]/-/manifests/[digest]/[...repository]": `${image}/-/manifests/${digest}`,
    "(dashboard)/registries/[registryId]/-/settings": `${registry}/-/settings`,
    "(dashboard)/registries/[registryId]/-/tags/[tag]/[...repository]": `${image}/-/tags/1.2.0?tab=layers`,
    "(dashboard)/registries/[registryId]/[...repository]": image,
    "(dashboard)/registries/connect": "/registries/connect",
  });
  const pages = readdirSync(join(root, "app"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith("page.tsx"))
    .map(dirname);
  expect(Object.keys(addresses).sort()).toEqual(pages.sort());
});

/** Signed in, set up, and with one Docker host these lead on to another page. */
const leadingOn = ["/login", "/setup", "/admin", "/hosts"];

/** What opens says so; each is opened, looked at and closed again. */
async function lookAtWhatOpens(page: Page, within: string, look: () => Promise<void>): Promise<number> {
  const openers = page.locator(`${within} [aria-haspopup]:visible:not([aria-disabled=true])`);
  const count = await openers.count();
  for (let index = 0; index < count; index += 1) {
    const opener = openers.nth(index);
    await opener.click();
    const opened = page.locator("[role=dialog]:visible, [role=menu]:visible, [role=listbox]:visible").last();
    await expect(opened).toBeVisible();
    await look();
    await page.keyboard.press("Escape");
    await expect(opened).toHaveCount(0);
  }
  return count;
}

for (const [locale, words] of Object.entries(languages)) {
  test.describe(locale, () => {
    test.use({ locale });
    // Colours are the same in every language.
    const lookAt = (page: Page) => expectAccessible(page, locale === "zh-CN" ? ["light"] : undefined);

    test("axe finds nothing on any page, and nothing is wider than a phone", async ({ signedIn: page }) => {
      const titles: string[] = [];
      for (const address of Object.values(addresses)) {
        await page.goto(address);
        await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
        await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
        await lookAt(page);
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
      await lookAtWhatOpens(page, "header", () => lookAt(page));
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
        opened += await lookAtWhatOpens(page, "main", () => lookAt(page));
      }
      expect(opened).toBeGreaterThan(8);
    });

    test("axe finds nothing in questions, details, the keys and the menu of a phone", async ({
      signedIn: page,
    }) => {
      const dialog = page.getByRole("dialog");
      const look = async () => {
        await expect(dialog).toBeVisible();
        await lookAt(page);
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
      await lookAt(page);
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
