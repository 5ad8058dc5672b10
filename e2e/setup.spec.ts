import { expect, type Page } from "@playwright/test";
import { administrator, type RunningApp, startApp } from "./fixtures/app.ts";
import { findViolations } from "./fixtures/axe.ts";
import { test } from "./fixtures/browser.ts";

const password = "walks along the quay";

function linkOf(app: RunningApp): string {
  const link = /http:\/\/\S+\/setup#token=[\w-]+/.exec(app.output())?.[0];
  if (!link) throw new Error(`no setup link in:\n${app.output()}`);
  return link;
}

async function fillIn(page: Page, username: string): Promise<void> {
  await page.getByLabel("User name").fill(username);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Create administrator" }).click();
}

test.describe("setting up", () => {
  let app: RunningApp;
  test.beforeEach(async () => {
    app = await startApp({ setUp: false });
  });
  test.afterEach(() => app.stop());

  test("the link from the log makes the administrator, signs in, and works no second time", async ({
    page,
    browser,
  }) => {
    const requests: string[] = [];
    page.on("request", (request) => requests.push(`${request.url()} ${request.headers().referer ?? ""}`));
    const link = linkOf(app);
    const token = link.split("token=")[1] ?? "";

    // Every door leads to setup while there is nobody.
    await page.goto(`${app.url}/audit`);
    await expect(page).toHaveURL(`${app.url}/setup`);
    await page.goto(link);
    await expect(page.getByRole("heading", { name: "Create the first administrator" })).toBeVisible();
    await expect(page).toHaveURL(`${app.url}/setup`);
    expect(await findViolations(page)).toEqual([]);

    await page.getByLabel("User name").fill("x");
    await page.getByLabel("Password", { exact: true }).fill("short");
    await page.getByRole("button", { name: "Create administrator" }).click();
    await expect(page.getByText("Use 2 to 64 letters")).toBeVisible();
    await expect(page.getByText("Use at least 12 characters")).toBeVisible();

    await fillIn(page, "lin.wei");
    await expect(page).toHaveURL(`${app.url}/`);
    await expect(page.getByRole("button", { name: "Menu of lin.wei" })).toBeVisible();
    expect(requests.filter((request) => request.includes(token))).toEqual([]);

    const stranger = await (await browser.newContext()).newPage();
    await stranger.goto(link);
    await expect(stranger.getByRole("heading", { name: "Sign in" })).toBeVisible();
    await stranger.context().close();
  });

  test("without the link the token is asked for, and a wrong one is refused", async ({ page }) => {
    await page.goto(`${app.url}/setup`);
    await page.getByLabel("Setup token").fill("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    await fillIn(page, "mallory");
    await expect(page.getByRole("alert").filter({ hasText: "This setup link is not valid" })).toBeVisible();
    // The whole link, as it would be copied from the log.
    await page.getByLabel("Setup token").fill(linkOf(app));
    await page.getByRole("button", { name: "Create administrator" }).click();
    await expect(page.getByRole("button", { name: "Menu of mallory" })).toBeVisible();
  });

  test("of two people at once one becomes administrator, the other is told", async ({ browser }) => {
    const pages = await Promise.all(
      ["first", "second"].map(async () => (await browser.newContext()).newPage()),
    );
    const names = ["first.one", "second.one"];
    for (const [index, page] of pages.entries()) {
      await page.goto(linkOf(app));
      await page.getByLabel("User name").fill(names[index] ?? "");
      await page.getByLabel("Password", { exact: true }).fill(password);
    }
    await Promise.all(
      pages.map((page) => page.getByRole("button", { name: "Create administrator" }).click()),
    );
    const inside = (page: Page) => page.getByRole("button", { name: /^Menu of / });
    const told = (page: Page) => page.getByRole("alert").filter({ hasText: "Longshore is set up already" });
    for (const page of pages) await expect(inside(page).or(told(page))).toBeVisible();
    const counts = await Promise.all(pages.map((page) => inside(page).count()));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1);
    for (const page of pages) await page.context().close();
  });
});

test("an administrator named in the environment needs no setup page", async ({ page }) => {
  const app = await startApp();
  try {
    expect(app.output()).not.toContain("/setup#");
    await page.goto(`${app.url}/setup`);
    await expect(page).toHaveURL(`${app.url}/login`);
    await page.getByLabel("User name").fill(administrator.username);
    await page.getByLabel("Password", { exact: true }).fill(administrator.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByRole("button", { name: `Menu of ${administrator.username}` })).toBeVisible();
    expect(app.output()).not.toContain(administrator.password);
  } finally {
    await app.stop();
  }
});

test("a start that cannot make the named administrator says why", async () => {
  const start = startApp({ env: { LONGSHORE_ADMIN_USERNAME: "-", LONGSHORE_ADMIN_PASSWORD: password } });
  await expect(start).rejects.toThrow(/LONGSHORE_ADMIN_USERNAME/);
});
