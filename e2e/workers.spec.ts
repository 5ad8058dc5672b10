import { type DockerRegistry, startDockerRegistry } from "../lib/registry/testing/docker-registry.ts";
import { testImage } from "../lib/registry/testing/images.ts";
import { type RegistryFront, startRegistryFront } from "../lib/registry/testing/registry-front.ts";
import { connectRegistry, expect, test } from "./fixtures/test.ts";

let registry: DockerRegistry;
let front: RegistryFront;
test.beforeAll(async () => {
  registry = await startDockerRegistry();
  front = await startRegistryFront(registry.endpoint);
  await registry.push("team/app", "1.0", testImage());
});
test.afterAll(async () => {
  await front.stop();
  await registry.stop();
});

test("one sees who works on what, when a registry is read next, and jobs of one kind", async ({
  signedIn: page,
}) => {
  const released = Promise.withResolvers<undefined>();
  front.intercept((_method, path) => (path.includes("/tags/") ? released.promise : undefined));
  await connectRegistry(page, { name: "roster", endpoint: front.endpoint });
  await page.goto("/jobs");
  await page.getByRole("link", { name: "Workers and schedules" }).click();
  await expect(page).toHaveURL(/\/jobs\/workers$/);
  const section = (name: string) =>
    page.locator("section").filter({ has: page.getByRole("heading", { name, exact: true }) });
  const workers = section("Workers");
  await expect(workers.getByRole("link", { name: "Index a registry roster" })).toBeVisible();
  const schedules = section("Scheduled index runs");
  const row = schedules.getByRole("row").filter({ hasText: "roster" });
  await expect(row).toContainText("Every night at 03:00 (UTC)");
  await expect(row).toContainText(/in \d+/);
  await expect(row).toContainText("Running");
  await expect(row.getByRole("link", { name: "Change the schedule of roster" }).last()).toHaveAttribute(
    "href",
    /\/registries\/[0-9a-f-]{36}\/-\/settings$/,
  );

  // Stopped, it is ordered again from its own page; what is seen follows the work.
  await workers.getByRole("link", { name: "Index a registry roster" }).click();
  await page.getByRole("button", { name: "Stop indexing" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Stop indexing" }).click();
  const again = page.getByRole("button", { name: "Read again" });
  await expect(again).toBeVisible();
  released.resolve(undefined);
  const stopped = page.url();
  await again.click();
  await expect(page).not.toHaveURL(stopped);
  await page.goto("/jobs/workers");
  await expect(row).toContainText("Done", { timeout: 30_000 });
  await expect(workers.getByRole("link", { name: "Index a registry roster" })).toBeHidden();

  await page
    .getByRole("navigation", { name: "Parts of this page" })
    .getByRole("link", { name: "Jobs" })
    .click();
  await page.getByRole("button", { name: "Job", exact: true }).click();
  await page.getByRole("menuitemradio", { name: "Copy image" }).click();
  await expect(page).toHaveURL(/[?&]kind=image\.copy/);
  const list = page.getByRole("table", { name: "Jobs" });
  await expect(list.getByRole("link", { name: "roster" })).toHaveCount(0);
  await page.goto("/jobs?kind=registry.index");
  await expect(list.getByRole("link", { name: "roster" })).toHaveCount(2);
});
