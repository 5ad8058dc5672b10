import { randomUUID } from "node:crypto";
import pg from "pg";
import type { FakeRegistry } from "../lib/registry/testing/fake-registry.ts";
import { type HubResult, startFakeHub } from "../lib/registry/testing/products/docker-hub.ts";
import { startFakeHarbor } from "../lib/registry/testing/products/harbor.ts";
import { testEnvironment } from "./fixtures/environment.ts";
import { expectAccessible, expectChinese, expectFitsPhone } from "./fixtures/page-checks.ts";
import { connectRegistry, expect, test } from "./fixtures/test.ts";

const { openRegistry } = testEnvironment();

test.use({ instance: "search" });
test.describe.configure({ mode: "serial" });

const evil = "Ends here\u202e<img src=x onerror=alert(1)>";
const results: readonly HubResult[] = [
  {
    name: "nginx",
    short_description: "Official build of Nginx.",
    badge: "official",
    star_count: 20_512,
    pull_count: "1B+",
    updated_at: "2026-09-01T10:00:00Z",
    publisher: { id: "docker", name: "Docker" },
  },
  { name: "bitnami/nginx", badge: "verified_publisher", star_count: 212, short_description: evil },
  ...Array.from({ length: 14 }, (_, index) => ({ name: `somebody/nginx-${index}`, star_count: index })),
];

/** A registry as connecting leaves it: Docker Hub's address is fixed, so a test cannot type another one. */
async function store(databaseUrl: string, product: string, name: string, endpoint: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(
    `INSERT INTO "Registry" (id, name, "nameKey", product, endpoint, "repositoriesIndexedAt", "updatedAt")
     VALUES ($1, $2, lower($2), $3, $4, now(), now())`,
    [randomUUID(), name, product, endpoint],
  );
  await client.end();
}

test("all registries are searched at once, each for itself", async ({ app, signedIn: page }) => {
  const hub: FakeRegistry = await startFakeHub({
    identifier: "me",
    secret: "s",
    namespaces: {},
    found: results,
  });
  const harbor: FakeRegistry = await startFakeHarbor({ projects: {}, accounts: {} });
  try {
    await store(app.databaseUrl, "docker-hub", "Hub", hub.endpoint);
    await store(app.databaseUrl, "harbor", "Harbor", harbor.endpoint);
    await connectRegistry(page, { name: "quay", endpoint: openRegistry });
    await expect(page.getByRole("link", { name: "team/backend/api" })).toBeVisible();

    await page.getByRole("link", { name: "Search", exact: true }).click();
    await page.getByRole("searchbox", { name: "Search all registries" }).fill("nginx");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/\/search\?q=nginx$/);

    const hubSection = page.getByRole("region", { name: "Hub" });
    const official = hubSection.getByRole("listitem").filter({ hasText: "library/nginx" });
    await expect(official).toContainText("Docker Official Image");
    await expect(official).toContainText("20.5K stars");
    await expect(official).toContainText("1B+ pulls");
    await expect(hubSection.getByRole("listitem")).toHaveCount(10);
    await expect(hubSection).toContainText("U+202E<img src=x onerror=alert(1)>");
    // The one that refuses says so and holds up nobody.
    await expect(page.getByRole("region", { name: "Harbor" }).getByRole("alert")).toContainText("Try again");
    await expect(page.getByText("Nothing found in quay.")).toBeVisible();
    await expectAccessible(page, ["light"]);

    await hubSection.getByRole("button", { name: "More from Hub" }).click();
    await expect(hubSection.getByRole("listitem")).toHaveCount(16);
    await expect(hubSection.getByRole("button", { name: "More from Hub" })).toHaveCount(0);

    await page.getByRole("button", { name: "100+" }).click();
    await expect(hubSection.getByRole("listitem")).toHaveCount(2);
    await expect(page.getByText("Left out, because they count no stars: Harbor and quay.")).toBeVisible();
    // What is pressed shows at once, and not when the address has followed.
    const pressed = await page.getByLabel("Official images only").evaluate((box: HTMLInputElement) => {
      box.click();
      return box.checked;
    });
    expect(pressed).toBe(true);
    await expect(hubSection.getByRole("listitem")).toHaveCount(1);
    await expect(page).toHaveURL(/official=true/);

    // The address is the search; the keys go from the question to the results, and Enter opens.
    await page.goto("/search?q=api");
    await expect(page.getByRole("region", { name: "quay" })).toContainText("found in the index, by name");
    await page.getByRole("searchbox", { name: "Search all registries" }).focus();
    await page.keyboard.press("ArrowDown");
    await expect(page.getByRole("link", { name: "team/backend/api" })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: "team/backend/api" })).toBeVisible();

    // What an image says of itself finds its tag, at once and without any registry.
    await expect(page.getByRole("link", { name: "1.1.0", exact: true })).toBeVisible();
    await page.goto("/search?q=org.opencontainers.image.version%3D1.1");
    const index = page.getByRole("region", { name: "In the index" });
    await expect(index.getByRole("listitem")).toHaveText(/Labelteam\/backend\/api:1\.1\.0.*version=1\.1\.0/);
    await index.getByRole("button", { name: "Labels 1" }).click();
    await expect(page).toHaveURL(/kind=labels/);
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog").getByRole("combobox").fill("org.opencontainers.image.version=1.1");
    await page.getByRole("option", { name: /team\/backend\/api:1\.1\.0/ }).click();
    await expect(page.getByRole("heading", { level: 1, name: /1\.1\.0/ })).toBeVisible();

    // What nobody indexed gets a page by being opened; the palette leads here too.
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog").getByRole("combobox").fill("bitnami");
    await page.getByRole("option", { name: "Search all registries for “bitnami”" }).click();
    await hubSection.getByRole("button", { name: "bitnami/nginx", exact: true }).click();
    await expect(page.getByRole("heading", { level: 1, name: "bitnami/nginx" })).toBeVisible();
  } finally {
    await Promise.all([hub.stop(), harbor.stop()]);
  }
});

test.describe("in Chinese", () => {
  test.use({ locale: "zh-CN" });

  test("nothing searched for, nothing found, on a phone", async ({ signedIn: page }) => {
    await page.goto("/search");
    await expect(page.getByRole("heading", { level: 2, name: "想找什么镜像？" })).toBeVisible();
    await expectChinese(page);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto("/search?q=no-such-thing");
    await expect(page.getByText("没有找到").first()).toBeVisible();
    await expectFitsPhone(page);
    await expectChinese(page);
  });
});
