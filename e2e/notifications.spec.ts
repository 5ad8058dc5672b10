import { type DockerRegistry, startDockerRegistry } from "../lib/registry/testing/docker-registry.ts";
import { testImage } from "../lib/registry/testing/images.ts";
import { untilHydrated } from "./fixtures/browser.ts";
import { expectAccessible } from "./fixtures/page-checks.ts";
import { connectRegistry, expect, test } from "./fixtures/test.ts";

const user = { name: "ada", password: "lantern-Buoy-52a9" };
const patient = { timeout: 15_000 };

let registry: DockerRegistry;
test.beforeEach(async () => {
  registry = await startDockerRegistry({ user });
});
test.afterEach(() => registry.stop());

test("notifications: turned on in the settings, a push is on the open page without a reload", async ({
  signedIn: page,
}) => {
  const { endpoint } = registry;
  const fields = { name: "telling", endpoint, username: user.name, password: user.password };
  const id = await connectRegistry(page, fields);
  await page.goto(`/registries/${id}/-/activity`);
  await page.getByRole("link", { name: "Open settings" }).click();
  await page.getByRole("button", { name: "Turn on" }).click();
  const address = page.getByText(/^http:\/\/\S+\/api\/events\/[\w-]{43}$/);
  const notify = (await address.textContent()) ?? "";
  await expect(page.getByText("ignoredmediatypes:")).toBeVisible();
  await page.getByRole("combobox", { name: "Product that posts" }).click();
  await page.getByRole("option", { name: "Docker Hub" }).click();
  await expect(page.getByText("open the Webhooks tab of a repository")).toBeVisible();
  const settings = await page.context().newPage();
  await settings.goto(`/registries/${id}/-/settings`);
  await expect(settings.getByText("No event has come yet.")).toBeVisible();
  await untilHydrated(settings);
  await registry.restart({ notify });

  await page.goto(`/registries/${id}`);
  await untilHydrated(page);
  await registry.push("team/told", "1.0", testImage({ text: "told 1" }));
  await expect(settings.getByText("1 event received")).toBeVisible(patient);
  await settings.close();
  await page.getByRole("link", { name: "team/told" }).click(patient);
  await expect(page.getByRole("link", { name: "1.0", exact: true })).toBeVisible(patient);
  await page.evaluate(() => Object.assign(globalThis, { unchanged: true }));
  const overview = await page.context().newPage();
  await overview.goto("/");
  await untilHydrated(overview);
  await registry.push("team/told", "2.0", testImage({ text: "told 2" }));
  await expect(page.getByRole("link", { name: "2.0", exact: true })).toBeVisible(patient);
  expect(await page.evaluate(() => "unchanged" in globalThis)).toBe(true);
  await expect(overview.getByRole("link", { name: /team\/told:2\.0/ })).toBeVisible(patient);
  for (const tag of ["3.0", "3.1", "3.2", "3.3"])
    await registry.push("team/told", tag, testImage({ text: tag }));
  const many = overview.getByRole("link", { name: /team\/told 6 tags pushed · telling · ada/ });
  await expect(many).toBeVisible(patient);
  await many.click();
  await expect(overview).toHaveURL(/\/team\/told\/-\/activity$/);
  await overview.close();

  await page.getByRole("link", { name: "Activity", exact: true }).click();
  const row = page.getByRole("row").filter({ has: page.getByRole("link", { name: "2.0" }) });
  await expect(row).toContainText("Pushed");
  await expect(row).toContainText("ada");
  await expectAccessible(page);
  await row.getByRole("link", { name: "2.0" }).click();
  await page.getByRole("link", { name: /History/ }).click();
  await expect(page.getByText("Pushed by ada")).toBeVisible();

  // The address is nowhere to be read again.
  await page.goto(`/registries/${id}/-/settings`);
  await expect(page.getByText("6 events received")).toBeVisible();
  expect(await page.content()).not.toContain(notify.split("/").at(-1));
});
