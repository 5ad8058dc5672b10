import type { Page } from "@playwright/test";
import { type RegistryFront, startRegistryFront } from "../lib/registry/testing/registry-front.ts";
import { untilHydrated } from "./fixtures/browser.ts";
import { testEnvironment } from "./fixtures/environment.ts";
import { mediaTypes } from "./fixtures/images.ts";
import { expectAccessible, expectFitsPhone } from "./fixtures/page-checks.ts";
import { Pusher } from "./fixtures/pusher.ts";
import { connectRegistry, expect, type RegistryFields, test } from "./fixtures/test.ts";

const { openRegistry, authRegistry, tlsRegistry, username, password, authority } = testEnvironment();

let front: RegistryFront | undefined;
test.afterEach(async () => {
  await front?.stop();
  front = undefined;
});

const rowOf = (page: Page, name: string) =>
  page.getByRole("row").filter({ has: page.getByRole("link", { name, exact: true }) });

// Two busy cores, and a thousand tags among what is looked into.
const patient = { timeout: 45_000 };
test.describe.configure({ timeout: 120_000 });

/** Its rows have their numbers: the background has looked into every repository. */
async function indexed(page: Page): Promise<void> {
  await expect(rowOf(page, "demo/many")).toContainText("1,000", patient);
  await expect(page.getByText("not looked into yet")).toHaveCount(0, patient);
}

let shared: string | undefined;
/** One registry for the tests that only look: connected by the first of them. Ends on its page. */
async function openShared(page: Page): Promise<string> {
  if (shared) await page.goto(`/registries/${shared}`);
  else shared = await connectRegistry(page, { name: "harbour", endpoint: openRegistry });
  await indexed(page);
  return shared;
}

const three: readonly RegistryFields[] = [
  { name: "quay open", endpoint: openRegistry },
  { name: "quay locked", endpoint: authRegistry, username, password },
  { name: "quay sealed", endpoint: tlsRegistry, authority },
];
for (const fields of three) {
  test(`${fields.name}: repositories come by themselves, with tags, sizes and dates`, async ({
    signedIn: page,
  }) => {
    await connectRegistry(page, fields);
    await expect(page.getByRole("heading", { level: 1 })).toContainText(fields.name);
    await indexed(page);
    await expect(rowOf(page, "demo/large")).toContainText("12 MB");

    await page.getByRole("link", { name: "team/backend/api" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "team/backend/api" })).toBeVisible();
    for (const tag of ["1.0.0", "1.1.0", "1.2.0", "latest"]) {
      await expect(rowOf(page, tag)).toContainText(/\d kB/, patient);
    }
    await expect(page.getByText("4 tags", { exact: true })).toBeVisible();
    await expect(page.getByText("0 requests to the registry for this page")).toBeVisible();
  });
}

test("repositories as a tree, filtered and sorted, with the choice in the address", async ({
  signedIn: page,
}) => {
  const id = await openShared(page);
  await page.getByRole("button", { name: "Stored" }).click();
  await expect(page).toHaveURL(/sort=-size/);
  await expect(page.getByRole("row").nth(1)).toContainText("demo/large");

  await page.getByRole("searchbox").fill("BACK");
  await expect(page.getByRole("row")).toHaveCount(2);
  await expect(rowOf(page, "team/backend/api")).toBeVisible();
  await page.getByRole("searchbox").fill("nowhere");
  await expect(page.getByRole("heading", { name: "Nothing matches" })).toBeVisible();

  await page.goto(`/registries/${id}?view=tree`);
  const tree = page.getByRole("navigation", { name: "Namespaces of harbour" });
  await expect(tree.getByText("7 repositories")).toBeVisible();
  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox")).toBeFocused();
  await tree.getByRole("button", { name: "Open team", exact: true }).click();
  await tree.getByRole("button", { name: "Open team/backend", exact: true }).click();
  await tree.getByRole("link", { name: "api" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "team/backend/api" })).toBeVisible();
});

test("a thousand tags are filtered and sorted over all of them, and opened by keyboard", async ({
  signedIn: page,
}) => {
  const id = await openShared(page);
  await page.goto(`/registries/${id}/demo/many`);
  await expect(page.getByText("1,000 tags", { exact: true })).toBeVisible();
  await expect(page.getByRole("row").nth(1)).toContainText("build-1000");

  await page.getByRole("button", { name: "Created" }).click();
  await page.getByRole("button", { name: "Created" }).click();
  await expect(page).toHaveURL(/sort=created/);
  await expect(page.getByRole("row").nth(1)).toContainText("build-1");

  const filter = page.getByLabel("Filter all 1,000 tags");
  await expect(filter).toHaveAttribute("placeholder", "Tag, sha256:… or label=value");
  await page.keyboard.press("/");
  await expect(filter).toBeFocused();
  await page.keyboard.type("build-77");
  await expect(page.getByRole("row")).toHaveCount(12);
  await expect(page).toHaveURL(/q=build-77/);
  await page.reload();
  await expect(page.getByRole("row")).toHaveCount(12);
  await page
    .getByRole("row")
    .nth(1)
    .click({ position: { x: 400, y: 10 } });
  await expect(page.getByRole("heading", { level: 1 })).toContainText("demo/many:build-77");

  // Further down than the first page: rows come as they are scrolled to.
  await page.goto(`/registries/${id}/demo/many`);
  await expect(async () => {
    await page.keyboard.press("End");
    await expect(page.getByRole("link", { name: "build-1", exact: true })).toBeAttached({ timeout: 500 });
  }).toPass();
});

test("a new tag and a moved one appear after a refresh, without a reload", async ({ signedIn: page }) => {
  const pusher = new Pusher(openRegistry);
  const push = (text: string, tag: string) => pushFile(pusher, "own/browse", text, tag);
  await push("one", "1.0");
  const id = await connectRegistry(page, { name: "tides", endpoint: openRegistry });
  await page.goto(`/registries/${id}/own/browse`);
  await expect(rowOf(page, "1.0")).toContainText("application/x.text", patient);
  await push("two", "2.0");
  await page.getByRole("button", { name: "refresh" }).click();
  await expect(rowOf(page, "2.0")).toBeVisible(patient);
  await expect(page.getByText("2 tags", { exact: true })).toBeVisible();
  pusher.close();
});

test("what is typed while the index fills stays, and a page drawn anew stays where it was scrolled to", async ({
  signedIn: page,
}) => {
  const id = await connectRegistry(page, { name: "flood", endpoint: openRegistry });
  const loads: string[] = [];
  page.on("request", (request) => {
    if (request.isNavigationRequest()) loads.push(request.url());
  });
  const filter = page.getByLabel(/^Filter/);
  await filter.click();
  for (const letter of "demo/") {
    await page.keyboard.type(letter);
    // Each is in the address before the next: every drawing of the page meets another one.
    await expect(page).toHaveURL(new RegExp(`[?&]q=\\S*${encodeURIComponent(letter)}$`));
  }
  await indexed(page);
  await expect(filter).toBeFocused();
  await expect(filter).toHaveValue("demo/");

  await page.goto(`/registries/${id}/demo/many`);
  await page.getByLabel(/^Filter all/).fill("build-1");
  await expect(page).toHaveURL(/q=build-1$/);
  await expect(page.getByRole("row").nth(1)).toContainText("build-1");
  await page.mouse.move(700, 500);
  await page.mouse.wheel(0, 900);
  await expect.poll(() => page.evaluate(() => window.scrollY)).toBe(900);
  let drawings = 0;
  page.on("response", async (response) => {
    const { rsc, "next-router-prefetch": prefetch } = await response.request().allHeaders();
    if (rsc === "1" && !prefetch) drawings += 1;
  });
  // Asked for in another tab: here it comes by itself.
  const other = await page.context().newPage();
  await other.goto(`/registries/${id}/demo/many`);
  await other.getByRole("button", { name: "refresh" }).click();
  await expect.poll(() => drawings).toBeGreaterThan(1);
  await untilHydrated(page);
  expect(await page.evaluate(() => window.scrollY)).toBe(900);
  // The one that was asked for.
  expect(loads).toEqual([`${new URL(page.url()).origin}/registries/${id}/demo/many`]);
  await other.close();
});

test("a registry that does not list: repositories are pinned by name", async ({ signedIn: page }) => {
  front = await startRegistryFront(openRegistry);
  front.intercept((_method, path) =>
    path.startsWith("/v2/_catalog")
      ? { status: 405, body: JSON.stringify({ errors: [{ code: "UNSUPPORTED", message: "not here" }] }) }
      : undefined,
  );
  const id = await connectRegistry(page, { name: "silent", endpoint: front.endpoint });
  await expect(page.getByText("This registry does not list its repositories to this account")).toBeVisible();
  await page.getByRole("button", { name: "Pin a repository" }).first().click();
  const dialog = page.getByRole("dialog", { name: "Pin a repository by name" });
  await dialog.getByLabel("Repository").fill("Not A Name");
  await dialog.getByRole("button", { name: "Pin", exact: true }).click();
  await expect(dialog.getByText("This is not a repository name.")).toBeVisible();
  await dialog.getByLabel("Repository").fill("team/frontend/web");
  await dialog.getByRole("button", { name: "Pin", exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`/registries/${id}/team/frontend/web$`));
  await expect(rowOf(page, "3.4")).toContainText("kB", patient);

  await page.goto(`/registries/${id}`);
  await expect(rowOf(page, "team/frontend/web")).toBeVisible();
  await expect(page.getByRole("img", { name: "Pinned" })).toBeVisible();
});

test("a registry that is away keeps what was indexed and says why it is old", async ({ signedIn: page }) => {
  front = await startRegistryFront(openRegistry);
  const id = await connectRegistry(page, { name: "ebb", endpoint: front.endpoint });
  await page.goto(`/registries/${id}/team/backend/api`);
  await expect(rowOf(page, "1.2.0")).toContainText("kB", patient);
  front.intercept(() => ({ status: 401, body: "{}" }));
  await page.getByRole("button", { name: "refresh" }).click();
  await expect(page.getByText("What the other side said").first()).toBeVisible(patient);
  await expect(rowOf(page, "1.2.0")).toContainText("kB");
});

test("lists read well on a phone and have nothing for axe to complain about", async ({ signedIn: page }) => {
  const id = await openShared(page);
  for (const path of ["", "?view=tree", "/demo/multi"]) {
    await page.goto(`/registries/${id}${path}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectAccessible(page);
    await expectFitsPhone(page);
  }
});

/** The smallest thing a registry takes: one text file as an artifact. */
async function pushFile(pusher: Pusher, repository: string, text: string, tag: string): Promise<void> {
  await pusher.manifest(
    repository,
    mediaTypes.ociManifest,
    {
      schemaVersion: 2,
      mediaType: mediaTypes.ociManifest,
      artifactType: "application/x.text",
      config: await pusher.blob(repository, Buffer.from("{}"), mediaTypes.empty),
      layers: [await pusher.blob(repository, Buffer.from(text), "text/plain")],
    },
    tag,
  );
}
