import { type Browser, expect, type Page } from "@playwright/test";
import pg from "pg";
import { administrator, type RunningApp } from "./fixtures/app.ts";
import { findViolations } from "./fixtures/axe.ts";
import { signIn, test } from "./fixtures/test.ts";

async function attempt(page: Page, username: string, password: string): Promise<void> {
  await page.getByLabel("User name").fill(username);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

const alert = (page: Page, text: string) => page.getByRole("alert").filter({ hasText: text });

/** Another browser of the same person. */
async function elsewhere(browser: Browser, app: RunningApp, person = administrator): Promise<Page> {
  const page = await (await browser.newContext({ locale: "en-GB" })).newPage();
  await signIn(page, person, app.url);
  return page;
}

/** What the server says to this browser about itself. */
const statusOf = async (page: Page, app: RunningApp) =>
  (await page.request.get(`${app.url}/api/v1/account`)).status();

test("a closed door leads to the sign-in and back to where one wanted to go", async ({ page, app }) => {
  await page.goto(`${app.url}/audit?outcome=denied`);
  await expect(page).toHaveURL(/\/login\?callbackUrl=/);
  expect(await findViolations(page)).toEqual([]);
  await attempt(page, administrator.username.toUpperCase(), administrator.password);
  await expect(page).toHaveURL(`${app.url}/audit?outcome=denied`);
  await expect(page.getByRole("heading", { level: 1, name: "Audit log" })).toBeVisible();
});

test("a sign-in leads to no other site", async ({ page, app }) => {
  for (const target of [
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "javascript:alert(1)",
  ]) {
    // A page that is open would notice, and lead to the sign-in by itself.
    await page.goto("about:blank");
    await page.context().clearCookies();
    await page.goto(`${app.url}/login?callbackUrl=${encodeURIComponent(target)}`);
    await attempt(page, administrator.username, administrator.password);
    await expect(page).toHaveURL(`${app.url}/`);
  }
});

test("the cookie is out of scripts' reach and holds nothing to read", async ({ page }) => {
  await signIn(page);
  const cookie = (await page.context().cookies()).find(({ name }) => name === "longshore.session");
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/", secure: false });
  expect(await page.evaluate(() => document.cookie)).not.toContain("longshore.session");
  expect(decodeURIComponent(cookie?.value ?? "")).not.toContain(administrator.username);
});

test("a sign-in works by whatever name this machine is reached, over plain HTTP", async ({ page, app }) => {
  // LONGSHORE_PUBLIC_URL says localhost; a colleague types the machine's address.
  const url = app.url.replace("localhost", "127.0.0.1");
  await page.goto(`${url}/login`);
  await attempt(page, administrator.username, administrator.password);
  await expect(page).toHaveURL(`${url}/`);
  await expect(page.getByRole("button", { name: /^Menu of / })).toBeVisible();
});

test("a wrong password and a name nobody has are told the same", async ({ page, app }) => {
  await page.goto(`${app.url}/login`);
  const answerTo = async (username: string) => {
    const [response] = await Promise.all([
      page.waitForResponse(/callback\/credentials/),
      attempt(page, username, "not this one at all"),
    ]);
    await expect(alert(page, "User name or password is wrong")).toBeVisible();
    return { status: response.status(), body: await response.json() };
  };
  const known = await answerTo(administrator.username);
  expect(known.status).toBe(401);
  expect(await answerTo("nobody.of.that.name")).toEqual(known);
});

test("too many attempts have to wait, and are told how long", async ({ page, app }) => {
  await page.goto(`${app.url}/login`);
  const throttled = alert(page, "Too many attempts");
  // Each pause is twice as long as the one before: sooner or later somebody who does not wait runs into one.
  await expect(async () => {
    await Promise.all([
      page.waitForResponse(/callback\/credentials/),
      attempt(page, "guessed.name", "one more guess"),
    ]);
    await expect(throttled).toContainText(/Wait \d+ seconds?/, { timeout: 500 });
  }).toPass();
});

test("signing out ends the session for whoever holds a copy of its cookie", async ({
  page,
  app,
  browser,
}) => {
  await signIn(page);
  const copy = await browser.newContext({ storageState: await page.context().storageState() });
  const thief = await copy.newPage();
  await thief.goto(`${app.url}/account`);
  expect(await statusOf(thief, app)).toBe(200);
  await page.getByRole("button", { name: /^Menu of / }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(`${app.url}/login`);
  expect(await statusOf(thief, app)).toBe(401);
  // The open page is told; going there again would be overtaken by it.
  await expect(thief).toHaveURL(/\/login/);
  await copy.close();
});

test("a changed password ends the other sessions at once and keeps this one", async ({
  page,
  app,
  browser,
}) => {
  await signIn(page);
  const other = await elsewhere(browser, app);
  await page.goto(`${app.url}/account`);
  await page.getByLabel("Current password", { exact: true }).fill("not this one at all");
  await page.getByLabel("New password", { exact: true }).fill("a brand new lighthouse");
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("This is not your current password.")).toBeVisible();
  expect(await statusOf(other, app)).toBe(200);

  await page.getByLabel("Current password", { exact: true }).fill(administrator.password);
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("Password changed. Your other sessions have ended.")).toBeVisible();
  expect(await statusOf(other, app)).toBe(401);
  expect(await statusOf(page, app)).toBe(200);
  await page.reload();
  await expect(page.getByText("Chrome on Linux")).toHaveCount(1);

  // Back again, for the tests after this one.
  await page.getByLabel("Current password", { exact: true }).fill("a brand new lighthouse");
  await page.getByLabel("New password", { exact: true }).fill(administrator.password);
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("Password changed.")).toBeVisible();
  await other.context().close();
});

test("one ends one's other sessions from the list", async ({ page, app, browser }) => {
  await signIn(page);
  const other = await elsewhere(browser, app);
  await page.goto(`${app.url}/account`);
  await page.getByRole("button", { name: "End all others" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "End all others" }).click();
  await expect(page.getByText(/sessions? ended/i).first()).toBeVisible();
  expect(await statusOf(other, app)).toBe(401);
  expect(await statusOf(page, app)).toBe(200);
  await other.context().close();
});

test("an outage of the database signs nobody out and is called by its name", async ({ page, app }) => {
  await signIn(page);
  const admin = new pg.Client({ connectionString: app.databaseUrl });
  await admin.connect();
  const name = pg.escapeIdentifier(new URL(app.databaseUrl).pathname.slice(1));
  try {
    // No superuser's limit: for the application the server is as good as gone.
    await admin.query(`ALTER DATABASE ${name} CONNECTION LIMIT 0`);
    await admin.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
    );
    await page.goto(`${app.url}/account`);
    await expect(alert(page, "The database does not answer")).toBeVisible();
    expect(await statusOf(page, app)).toBe(503);
  } finally {
    await admin.query(`ALTER DATABASE ${name} CONNECTION LIMIT -1`);
    await admin.end();
  }
  await page.reload();
  await expect(page.getByRole("heading", { name: "Sessions" })).toBeVisible();
});

test("language and theme follow the account into the next browser", async ({ page, app, browser }) => {
  await signIn(page);
  await page.goto(`${app.url}/account`);
  await page.getByRole("radio", { name: "Dark" }).check();
  await expect(page.locator("html")).toHaveClass(/dark/);
  await page.getByRole("radio", { name: "简体中文" }).check();
  await expect(page.getByRole("heading", { name: "会话" })).toBeVisible();

  const next = await (await browser.newContext({ locale: "en-GB" })).newPage();
  await next.goto(`${app.url}/login`);
  await attempt(next, administrator.username, administrator.password);
  await expect(next.getByRole("heading", { level: 1, name: "概览" })).toBeVisible();
  await expect(next.locator("html")).toHaveClass(/dark/);
  await next.context().close();

  await page.getByRole("radio", { name: "跟随浏览器" }).check();
  await expect(page.getByRole("heading", { name: "Sessions" })).toBeVisible();
  await page.getByRole("radio", { name: "Like the system" }).check();
  await expect(page.locator("html")).not.toHaveClass(/dark/);
});

test("the sign-in page speaks Chinese to whoever asks for it", async ({ page, app }) => {
  await page.goto(`${app.url}/login`);
  await page.getByRole("button", { name: "简体中文" }).click();
  await expect(page.getByRole("heading", { name: "登录" })).toBeVisible();
  await page.getByLabel("用户名").fill("nobody");
  await page.getByLabel("密码", { exact: true }).fill("nothing at all");
  await page.getByRole("button", { name: "登录", exact: true }).click();
  await expect(alert(page, "用户名或密码错误")).toBeVisible();
});
