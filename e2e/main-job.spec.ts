import { expect, type Page } from "@playwright/test";
import { zhCN as zh } from "../lib/i18n/messages/zh-CN/index.ts";
import { type RunningApp, startApp } from "./fixtures/app.ts";
import { test } from "./fixtures/browser.ts";
import { dumpDatabase } from "./fixtures/database-dump.ts";
import { hostOf, testEnvironment } from "./fixtures/environment.ts";
import { expectAccessible, expectChinese, expectFitsPhone } from "./fixtures/page-checks.ts";

const { authRegistry, dockerHost, username, password } = testEnvironment();
const person = { username: "harbourmaster", password: "three lanterns on the pier" };
const image = `${hostOf(authRegistry)}/team/backend/api:1.2.0`;

let app: RunningApp;
test.beforeAll(async () => {
  app = await startApp({ dockerHost, setUp: false });
});
test.afterAll(() => app.stop());
test.use({ locale: "zh-CN" });

/** What holds on every page of the walk. */
async function look(page: Page): Promise<void> {
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
  await expectChinese(page);
  await expectAccessible(page);
  await expectFitsPhone(page);
}

const heading = (page: Page, name: string) => page.getByRole("heading", { level: 1, name });

test("the whole main job in Chinese: set up, connect, browse, pull, find it in the audit log", async ({
  page,
}) => {
  test.setTimeout(240_000);
  page.on("pageerror", (error) => expect.soft(error.message).toBe(""));

  await test.step("set up", async () => {
    const link = /http:\S+\/setup#token=\S+/.exec(app.output())?.[0];
    if (!link) throw new Error(`no setup link in the log:\n${app.output()}`);
    // Somebody who looked at the page first and pastes the link then.
    await page.goto(`${app.url}/setup`);
    await look(page);
    await page.goto(link);
    await expect(page.getByLabel(zh.auth.setup.token)).toHaveCount(0);
    await page.getByLabel(zh.auth.username).fill(person.username);
    await page.getByLabel(zh.auth.password, { exact: true }).fill(person.password);
    await page.getByRole("button", { name: zh.auth.setup.submit }).click();
    await expect(heading(page, zh.shell.overview)).toBeVisible();
    await look(page);
  });

  await test.step("connect", async () => {
    await page.getByRole("main").getByRole("link", { name: zh.registries.connect }).first().click();
    await expect(heading(page, zh.registries.form.heading)).toBeVisible();
    await page.getByLabel(zh.registries.form.name, { exact: true }).fill("港区仓库");
    await page.getByLabel(zh.registries.form.address, { exact: true }).fill(authRegistry);
    await page.getByLabel(zh.registries.form.username).fill(username);
    await page.getByLabel(zh.registries.form.secret).fill(password);
    await page.getByRole("button", { name: zh.registries.form.test }).click();
    await expect(page.locator("[data-step=product]")).toHaveAttribute("data-state", "ok");
    await expect(page.locator("[data-step=signIn]")).toContainText(zh.registries.test.step.signIn.ok);
    await look(page);
    await page.getByRole("button", { name: zh.registries.form.submit, exact: true }).click();
    await expect(heading(page, "港区仓库")).toBeVisible();
  });

  await test.step("browse", async () => {
    await page.getByRole("link", { name: "team/backend/api" }).click();
    await expect(heading(page, "team/backend/api")).toBeVisible();
    await expect(page.getByRole("link", { name: "1.2.0" })).toBeVisible();
    await look(page);
    await page.getByRole("link", { name: "1.2.0" }).click();
    await expect(page.getByText("API_VERSION=1.2.0")).toBeVisible();
    await look(page);
    await page.getByRole("link", { name: zh.tags.header.layers }).click();
    await expect(page.getByText("apk add --no-cache ca-certificates tzdata")).toBeVisible();
    await look(page);
    await page.getByRole("link", { name: zh.tags.header.raw }).click();
    await expect(page.getByText('"schemaVersion"').first()).toBeVisible();
    await look(page);
  });

  await test.step("pull", async () => {
    await page.getByRole("button", { name: zh.hosts.pull.action }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByText(username)).toBeVisible();
    await expectChinese(page);
    await expectAccessible(page);
    await dialog.getByRole("button", { name: zh.hosts.pull.submit }).click();
    // A real daemon unpacks on a busy machine.
    await expect(dialog.getByText(zh.jobs.state.succeeded, { exact: true })).toBeVisible({ timeout: 90_000 });
    await dialog.getByRole("link", { name: zh.jobs.page.open }).click();
    await expect(heading(page, image)).toBeVisible();
    await look(page);
    await page.goto(`${app.url}/jobs`);
    await expect(page.getByRole("link", { name: image })).toBeVisible();
    await look(page);
    await page.goto(`${app.url}/`);
    await look(page);
    await page.getByRole("navigation").getByRole("link", { name: zh.hosts.local }).first().click();
    await expect(page.getByText(image).first()).toBeVisible();
    await look(page);
  });

  await test.step("find it in the audit log", async () => {
    await page.goto(`${app.url}/audit`);
    const pulled = page.getByRole("row").filter({ hasText: zh.audit.action.image.pull }).first();
    await expect(pulled).toContainText(person.username);
    await expect(pulled).toContainText(zh.audit.outcomes.done);
    await look(page);
    await pulled.click();
    await expect(page.getByText("127.0.0.1").filter({ visible: true }).first()).toBeVisible();
    await look(page);
    for (const secret of [password, person.password]) await expect(page.getByText(secret)).toHaveCount(0);
  });

  for (const path of ["/registries", "/account", "/admin/users", "/admin/permissions"]) {
    await test.step(path, async () => {
      await page.goto(app.url + path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await look(page);
    });
  }

  await test.step("what is searched for secrets afterwards is the whole of it", async () => {
    const dump = await dumpDatabase(app.databaseUrl);
    expect(dump).toContain(person.username);
    expect(dump).toContain("image.pull");
  });
});
