import { readFile } from "node:fs/promises";
import { expect, type Page } from "@playwright/test";
import { administrator } from "./fixtures/app.ts";
import { findViolations } from "./fixtures/axe.ts";
import { signIn, test } from "./fixtures/test.ts";

const password = "three tall cranes";
const mistyped = "my password in the wrong field";

/** Things worth looking up: a person with a dangerous name, a refused sign-in, a refused page. */
test.beforeAll(async ({ app, browser }) => {
  const page = await (await browser.newContext({ locale: "en-GB" })).newPage();
  await page.goto(`${app.url}/login`);
  await page.getByLabel("User name").fill(mistyped);
  await page.getByLabel("Password", { exact: true }).fill("whatever it was");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("User name or password is wrong")).toBeVisible();
  await signIn(page);
  await page.goto(`${app.url}/admin/users`);
  await page.getByRole("button", { name: "Add a person" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("User name").fill("vera.audited");
  await dialog.getByLabel("Password", { exact: true }).fill(password);
  await dialog.getByRole("button", { name: "Add vera.audited" }).click();
  await expect(page.getByRole("row").filter({ hasText: "vera.audited" })).toBeVisible();
  // A page that is open would notice, and lead to the sign-in by itself.
  await page.goto("about:blank");
  await page.context().clearCookies();
  await signIn(page, { username: "vera.audited", password }, app.url);
  await page.goto(`${app.url}/audit`);
  await expect(page.getByText("Your role does not allow this")).toBeVisible();
  await page.context().close();
});

test.beforeEach(({ page }) => signIn(page));

const rows = (page: Page) => page.getByRole("row").filter({ has: page.getByRole("cell") });

test("the log shows what happened, newest first, with its details beside it", async ({ page, app }) => {
  await page.goto(`${app.url}/audit`);
  await expect(rows(page).first()).toContainText("Sign-in");
  await expect(rows(page).first()).toContainText(administrator.username);
  expect(await findViolations(page)).toEqual([]);

  await page.getByRole("button", { name: "Person added" }).click();
  const detail = page.getByRole("article");
  await expect(detail).toContainText("vera.audited");
  await expect(detail).toContainText("user.create");
  await expect(detail).toContainText("127.0.0.1");
  await expect(detail.getByRole("row").filter({ hasText: "role" })).toContainText("Viewer");
  await expect(page).toHaveURL(/event=\d+/);
  expect(await findViolations(page)).toEqual([]);
  // The address can be sent to a colleague.
  await page.reload();
  await expect(page.getByRole("article")).toContainText("user.create");
  await expect(page.locator("tr[aria-current]")).toContainText("Person added");
  await page.getByRole("button", { name: "Close the details" }).click();
  await expect(page.getByRole("article")).toHaveCount(0);
});

test("filters and search narrow it, and stand in the address", async ({ page, app }) => {
  await page.goto(`${app.url}/audit`);
  await page.getByRole("button", { name: "Outcome", exact: true }).click();
  await page.getByRole("menuitemradio", { name: "denied" }).click();
  await expect(page).toHaveURL(/outcome=denied/);
  await expect(rows(page).filter({ hasText: "done" })).toHaveCount(0);
  await expect(rows(page).filter({ hasText: "Audit log viewed" }).first()).toContainText("vera.audited");

  await page.goto(`${app.url}/audit?action=user.create`);
  await expect(rows(page)).toHaveCount(1);
  await page.goto(`${app.url}/audit`);
  await page.getByRole("searchbox", { name: "Who, what, where" }).fill("vera.audited user.create");
  await expect(page).toHaveURL(/q=vera/);
  await expect(rows(page)).toHaveCount(1);
  await page.getByRole("searchbox", { name: "Who, what, where" }).fill("nothing like this");
  await expect(page.getByRole("heading", { name: "Nothing matches" })).toBeVisible();
  await expect(rows(page)).toHaveCount(0);

  await page.goto(`${app.url}/audit?from=2099-01-01`);
  await expect(rows(page)).toHaveCount(0);
  await page.goto(`${app.url}/audit?to=2099-01-01`);
  await expect(rows(page).first()).toBeVisible();
});

test("what is narrowed to is taken along, as CSV and NDJSON, and that is in the log", async ({
  page,
  app,
}) => {
  await page.goto(`${app.url}/audit?actor=${administrator.username}&action=user.create`);
  const take = async (name: RegExp) => {
    await page.getByRole("button", { name: "Export" }).click();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("menuitem", { name }).click(),
    ]);
    return readFile(await download.path(), "utf8");
  };
  const csv = await take(/CSV/);
  const lines = csv.trimEnd().split("\r\n");
  expect(lines[0]).toMatch(/^\ufeff"id","at","phase","outcome","action"/);
  expect(lines).toHaveLength(2);
  expect(lines[1]).toContain('"vera.audited"');
  const [event, ...others] = (await take(/NDJSON/)).trimEnd().split("\n");
  expect(others).toEqual([]);
  expect(JSON.parse(event ?? "")).toMatchObject({ action: "user.create", targetName: "vera.audited" });
  await page.goto(`${app.url}/audit?action=audit.export`);
  await expect(rows(page)).toHaveCount(2);
});

test("no password stands in the log, in its export or in what the server printed", async ({ page, app }) => {
  const text = await (await page.request.get(`${app.url}/api/v1/audit/export?format=ndjson`)).text();
  expect(text.split("\n").length).toBeGreaterThan(5);
  for (const secret of [administrator.password, password, mistyped]) {
    expect(text).not.toContain(secret);
    expect(app.output()).not.toContain(secret);
  }
});

test("a link on another site exports nothing", async ({ page, app }) => {
  for (const site of ["cross-site", "same-site"]) {
    const response = await page.request.get(`${app.url}/api/v1/audit/export?format=csv`, {
      headers: { "sec-fetch-site": site },
    });
    expect(response.status()).toBe(403);
  }
});

test("on a phone the details come from the edge", async ({ page, app }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${app.url}/audit`);
  await page.getByRole("button", { name: "Person added" }).click();
  await expect(page.getByRole("dialog").getByRole("article")).toContainText("vera.audited");
  const wider = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  expect(wider).toBe(false);
});
