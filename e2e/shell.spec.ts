import { gzipSync } from "node:zlib";
import { testEnvironment } from "./fixtures/environment.ts";
import { expectAccessible, expectFitsPhone } from "./fixtures/page-checks.ts";
import { connectRegistry, expect, test } from "./fixtures/test.ts";

const { openRegistry } = testEnvironment();

test.describe.configure({ mode: "serial" });
test.use({ instance: "shell" });

test("the first page leads to the first registry", async ({ signedIn: page }) => {
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Connect your first registry" })).toBeVisible();
  // The daemon is asked after the page is there.
  await expect(page.getByRole("main").getByText(/Docker \d+\.\d+/)).toBeVisible();
  await expectAccessible(page);
  await expectFitsPhone(page);
  await page.getByRole("main").getByRole("link", { name: "Connect a registry" }).click();
  await expect(page).toHaveURL(/\/registries\/connect$/);
});

test("the rail, the breadcrumb and the palette know a registry as soon as it is connected", async ({
  signedIn: page,
}) => {
  await connectRegistry(page, { name: "harbour", endpoint: openRegistry });
  const rail = page.getByRole("navigation", { name: "Main" });
  await expect(rail.getByRole("link", { name: /harbour/ })).toHaveAttribute("aria-current", "page");
  await expect(page.getByRole("link", { name: "team/backend/api" })).toBeVisible({ timeout: 30_000 });

  await page.keyboard.press("Control+k");
  await page.getByRole("combobox").fill("backend/api");
  await page
    .getByRole("option", { name: /team\/backend\/api/ })
    .first()
    .click();
  await expect(page.getByRole("heading", { level: 1, name: "team/backend/api" })).toBeVisible();

  const crumbs = page.getByRole("navigation", { name: "You are here" });
  await expect(crumbs).toContainText("harbour");
  await crumbs.getByRole("link", { name: "harbour" }).click();
  await expect(page).toHaveURL(/\/registries\/[0-9a-f-]{36}$/);
});

test("a reference is copied where the browser has no clipboard, as over plain HTTP", async ({
  signedIn: page,
  context,
}) => {
  // The page reads it back, which needs a permission; copying must not.
  await context.grantPermissions(["clipboard-read"]);
  await page.goto("/");
  await page
    .getByRole("navigation", { name: "Main" })
    .getByRole("link", { name: /harbour/ })
    .click();
  await expect(page.getByRole("button", { name: "Copy the reference" })).toBeVisible();
  await page.evaluate(() => Object.defineProperty(window, "isSecureContext", { value: false }));
  await page.getByRole("button", { name: "Copy the reference" }).click();
  await expect(page.getByRole("button", { name: "Copied" })).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toBe(new URL(openRegistry).host);
});

test("theme and sidebar are as they were left, from the first byte", async ({ signedIn: page }) => {
  await page.goto("/");
  await page.getByRole("button", { name: /^Menu of/ }).click();
  await page.getByRole("menuitemradio", { name: "Dark" }).click();
  await expect(page.locator("html")).toHaveClass(/\bdark\b/);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Hide the sidebar" }).click();

  // What the server answers, before any script: nothing flashes, nothing jumps.
  const html = await (await page.request.get("/")).text();
  expect(html).toMatch(/<html[^>]*class="[^"]*\bdark\b/);
  expect(html).not.toContain("<aside");
  await page.reload();
  await page.getByRole("button", { name: "Show the sidebar" }).click();
  await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
});

test("the keys are told, and the menu on a phone leads everywhere", async ({ signedIn: page }) => {
  await page.goto("/jobs");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");

  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole("button", { name: "Menu", exact: true }).click();
  const menu = page.getByRole("dialog");
  await menu.getByRole("link", { name: "Audit log" }).click();
  await expect(page).toHaveURL(/\/audit$/);
  await expect(menu).toBeHidden();
});

for (const days of [1, -1]) {
  test(`a reader whose clock is wrong by ${days} day reads the same ages`, async ({ signedIn: page }) => {
    await page.addInitScript((wrong) => {
      const right = Date.now;
      Date.now = () => right() + wrong;
    }, days * 86_400_000);
    await page.goto("/");
    const main = page.getByRole("main");
    const age = main.locator("time").first();
    await expect(age).toHaveText(/^(now|\d+ (second|minute)s? ago)$/);
    // Rendered by the browser alone this time.
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Registries" }).click();
    await expect(main.getByRole("table", { name: /registries/i })).toBeVisible();
    await expect(age).toHaveText(/^(now|\d+ (second|minute)s? ago)$/);
  });
}

test("a page that takes its time is seen to be on its way, and no longer than that", async ({
  signedIn: page,
}) => {
  const going = page.locator("html[data-going]");
  const asked = Promise.withResolvers<void>();
  const answered = Promise.withResolvers<void>();
  await page.goto("/account");
  await page.route(/[?&]_rsc=/, async (route) => {
    asked.resolve();
    await answered.promise;
    await route.continue();
  });
  await page.getByRole("link", { name: "Audit log" }).first().click();
  await asked.promise;
  await expect(going).toHaveCount(1);
  await expect(page).toHaveURL(/\/account$/);
  answered.resolve();
  await expect(page.getByRole("heading", { level: 1, name: "Audit log" })).toBeVisible();
  await expect(going).toHaveCount(0);
  // Where a link leads back to the page one is on, it ends too.
  await page.goto("/hosts");
  await expect(page).toHaveURL(/\/hosts\/.+/);
  await page
    .getByRole("navigation", { name: "You are here" })
    .getByRole("link", { name: "Docker hosts" })
    .click();
  await expect(page.getByRole("heading", { level: 1, name: "This machine" })).toBeVisible();
  await expect(going).toHaveCount(0);
});

test("what is not there is said within the frame", async ({ signedIn: page }) => {
  await page.goto("/registries/00000000-0000-4000-8000-000000000000");
  await expect(page.getByText("There is nothing here")).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
});

test("no page loads more than 200 kB of JavaScript", async ({ signedIn: page }) => {
  await page.goto("/registries");
  const registry = await page
    .getByRole("main")
    .getByRole("link", { name: "harbour", exact: true })
    .getAttribute("href");
  for (const path of [
    "/",
    "/registries",
    "/registries/connect",
    `${registry}`,
    `${registry}/team/backend/api`,
    `${registry}/team/backend/api/-/tags/1.1.0`,
    `${registry}/-/settings`,
    `${registry}/-/storage`,
    "/hosts",
    "/jobs",
    "/jobs/workers",
    "/search",
    "/audit",
    "/admin/users",
    "/account",
  ]) {
    const scripts: Promise<Buffer>[] = [];
    const collect = (response: import("@playwright/test").Response) => {
      if (response.request().resourceType() === "script") scripts.push(response.body());
    };
    page.on("response", collect);
    await page.goto(path, { waitUntil: "load" });
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    page.off("response", collect);
    const bytes = (await Promise.all(scripts)).reduce((sum, script) => sum + gzipSync(script).length, 0);
    expect(bytes, `${path} loads ${Math.round(bytes / 1000)} kB`).toBeLessThanOrEqual(200_000);
  }
});
