import { type Browser, expect, type Page } from "@playwright/test";
import type { RunningApp } from "./fixtures/app.ts";
import { findViolations } from "./fixtures/axe.ts";
import { untilHydrated } from "./fixtures/browser.ts";
import { signIn, test } from "./fixtures/test.ts";

const password = "three tall cranes";

async function addPerson(page: Page, app: RunningApp, username: string, role: string): Promise<void> {
  await page.goto(`${app.url}/admin/users`);
  await page.getByRole("button", { name: "Add a person" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("User name").fill(username);
  await dialog.getByLabel("Password", { exact: true }).fill(password);
  await dialog.getByRole("radio", { name: new RegExp(role) }).check();
  expect(await findViolations(page, { within: "[role=dialog]" })).toEqual([]);
  await dialog.getByRole("button", { name: `Add ${username}` }).click();
  await expect(rowOf(page, username)).toContainText(role);
}

const rowOf = (page: Page, username: string) => page.getByRole("row").filter({ hasText: username });

async function choose(page: Page, username: string, act: string): Promise<void> {
  await page.getByRole("button", { name: `Actions for ${username}` }).click();
  await page.getByRole("menuitem", { name: act }).click();
}

async function asPerson(browser: Browser, app: RunningApp, username: string): Promise<Page> {
  const page = await (await browser.newContext({ locale: "en-GB" })).newPage();
  await signIn(page, { username, password }, app.url);
  return page;
}

const statusOf = async (page: Page, app: RunningApp) =>
  (await page.request.get(`${app.url}/api/v1/account`)).status();

test.beforeEach(({ page }) => signIn(page));

test("somebody is added, and sees only what the role allows", async ({ page, app, browser }) => {
  await addPerson(page, app, "vera.viewer", "Viewer");
  expect(await findViolations(page)).toEqual([]);
  const vera = await asPerson(browser, app, "vera.viewer");
  const rail = vera.getByRole("navigation", { name: "Main" });
  await expect(rail.getByRole("link", { name: "Jobs" })).toBeVisible();
  await expect(rail.getByRole("link", { name: "Audit log" })).toHaveCount(0);
  await expect(rail.getByRole("link", { name: "People" })).toHaveCount(0);
  for (const path of ["/audit", "/admin/users", "/admin/permissions"]) {
    await vera.goto(app.url + path);
    await expect(vera.getByRole("alert").filter({ hasText: "Your role does not allow this" })).toBeVisible();
  }
  for (const path of ["/api/v1/audit", "/api/v1/users", "/api/v1/audit/export?format=csv"]) {
    expect(await vera.evaluate(async (url) => (await fetch(url)).status, path)).toBe(403);
  }
  await vera.context().close();
});

test("a name is taken whatever its case, and the form says so", async ({ page, app }) => {
  await addPerson(page, app, "twice.named", "Operator");
  await page.getByRole("button", { name: "Add a person" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("User name").fill("TWICE.named");
  await dialog.getByLabel("Password", { exact: true }).fill("too short");
  await dialog.getByRole("button", { name: "Add TWICE.named" }).click();
  await expect(dialog.getByText("Use at least 12 characters")).toBeVisible();
  await dialog.getByLabel("Password", { exact: true }).fill(password);
  await dialog.getByRole("button", { name: "Add TWICE.named" }).click();
  await expect(dialog.getByRole("alert")).toContainText("The name TWICE.named is taken");
});

test("a change of role, a new password and disabling end the person's sessions at once", async ({
  page,
  app,
  browser,
}) => {
  await addPerson(page, app, "olga.operator", "Operator");

  let olga = await asPerson(browser, app, "olga.operator");
  await choose(page, "olga.operator", "Change role…");
  await page
    .getByRole("dialog")
    .getByRole("radio", { name: /Viewer/ })
    .check();
  await page.getByRole("button", { name: "Make Viewer" }).click();
  await expect(rowOf(page, "olga.operator")).toContainText("Viewer");
  expect(await statusOf(olga, app)).toBe(401);
  await olga.context().close();

  olga = await asPerson(browser, app, "olga.operator");
  await choose(page, "olga.operator", "Disable…");
  await page.getByRole("button", { name: "Disable olga.operator" }).click();
  await expect(rowOf(page, "olga.operator")).toContainText("disabled");
  expect(await statusOf(olga, app)).toBe(401);
  // Her open page goes there by itself.
  await olga.waitForURL(/\/login/);
  await untilHydrated(olga);
  await olga.getByLabel("User name").fill("olga.operator");
  await olga.getByLabel("Password", { exact: true }).fill(password);
  await olga.getByRole("button", { name: "Sign in" }).click();
  await expect(olga.getByRole("alert").filter({ hasText: "User name or password is wrong" })).toBeVisible();
  await olga.context().close();

  await choose(page, "olga.operator", "Enable");
  await expect(rowOf(page, "olga.operator")).toContainText("active");
  olga = await asPerson(browser, app, "olga.operator");
  await choose(page, "olga.operator", "Set a new password…");
  await page.getByRole("dialog").getByLabel("Password", { exact: true }).fill("a wholly other crane");
  await page.getByRole("button", { name: "Set password" }).click();
  await expect(page.getByText("olga.operator has a new password")).toBeVisible();
  expect(await statusOf(olga, app)).toBe(401);
  await olga.context().close();
});

test("one does nothing of this to oneself", async ({ page, app }) => {
  await page.goto(`${app.url}/admin/users`);
  await expect(page.getByRole("button", { name: "Actions for ada" })).toHaveAttribute(
    "aria-disabled",
    "true",
  );
});

test("the permission matrix shows what every role may do", async ({ page, app }) => {
  await page.goto(`${app.url}/admin/permissions`);
  const row = page.getByRole("row").filter({ hasText: "Pull images" });
  await expect(row.getByRole("cell")).toHaveText(["allowed", "allowed", "not allowed"]);
  await expect(page.getByRole("cell").filter({ hasText: "user.setRole" })).toBeVisible();
  expect(await findViolations(page)).toEqual([]);
});
