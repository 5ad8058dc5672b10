import { type DockerRegistry, startDockerRegistry } from "../lib/registry/testing/docker-registry.ts";
import { testImage } from "../lib/registry/testing/images.ts";
import { type RegistryFront, startRegistryFront } from "../lib/registry/testing/registry-front.ts";
import { administrator } from "./fixtures/app.ts";
import { connectRegistry, expect, test } from "./fixtures/test.ts";

const names = Array.from({ length: 8 }, (_, index) => `team/app-${index}`);

/** Longshore indexes in the background; a busy machine takes its time. */
const patient = { timeout: 60_000 };

let registry: DockerRegistry;
let front: RegistryFront;
test.beforeAll(async () => {
  registry = await startDockerRegistry();
  front = await startRegistryFront(registry.endpoint);
  for (const name of names) await registry.push(name, "1.0", testImage());
});
test.afterAll(async () => {
  await front.stop();
  await registry.stop();
});

test.describe.configure({ timeout: 120_000 });

test("a registry just connected is read while one looks on, paused, and read to its end", async ({
  signedIn: page,
}) => {
  const released = Promise.withResolvers<undefined>();
  front.intercept((_method, path) => (/app-[4-7]\/tags/.test(path) ? released.promise : undefined));
  await connectRegistry(page, { name: "watched", endpoint: front.endpoint });
  const run = page.getByRole("region", { name: "Indexing" });
  await expect(run).toContainText("4 of 8 repositories", patient);
  await run.getByRole("button", { name: "Pause" }).click();
  await expect(run).toContainText(`Indexing was paused by ${administrator.username}`, patient);

  await run.getByRole("link", { name: "Details" }).click();
  await expect(page.getByText("Paused", { exact: true })).toBeVisible();
  front.forget();
  released.resolve(undefined);
  await page.getByRole("button", { name: "Resume" }).click();
  await expect(page.getByText("Done", { exact: true })).toBeVisible(patient);
  expect(front.requests.filter((request) => /app-[0-3]\/tags/.test(request))).toEqual([]);

  await page.getByRole("link", { name: "Open watched" }).click();
  const rows = page.getByRole("row").filter({ hasText: "team/app-" });
  await expect(rows).toHaveCount(8, patient);
  await expect(rows.filter({ hasText: "not looked into yet" })).toHaveCount(0, patient);
  await expect(run).toBeHidden();

  // Watched to its end, it leaves the page as it was before.
  const again = Promise.withResolvers<undefined>();
  front.intercept((_method, path) => (/app-4\/tags/.test(path) ? again.promise : undefined));
  const refresh = page.getByRole("button", { name: "refresh" });
  await refresh.click();
  await expect(run).toContainText("7 of 8 repositories", patient);
  await expect(refresh).toBeHidden();
  again.resolve(undefined);
  await expect(run).toBeHidden(patient);
  await expect(refresh).toBeVisible(patient);
});
