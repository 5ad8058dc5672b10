import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Page } from "@playwright/test";
import { hostOf, testEnvironment } from "./fixtures/environment.ts";
import { type Gate, startGate } from "./fixtures/gate.ts";
import { connectRegistry, expect, test } from "./fixtures/test.ts";

const run = promisify(execFile);
const { dockerHost, openRegistry, authRegistry, tlsRegistry, username, password } = testEnvironment();
const images = async () =>
  (await run("docker", ["-H", dockerHost, "images", "--format", "{{.Repository}}:{{.Tag}}"])).stdout;

let gate: Gate | undefined;
test.afterEach(async () => {
  await gate?.close();
  gate = undefined;
});

async function openDialog(page: Page) {
  await page.goto("/hosts");
  await page.getByRole("button", { name: "Pull image" }).first().click();
  return page.getByRole("dialog", { name: "Pull image" });
}

test("an image is pulled with the registry's account, completed while typing, and is on the host", async ({
  signedIn: page,
}) => {
  await connectRegistry(page, { name: "dock one", endpoint: authRegistry, username, password });
  // No other test pulls this image: its layers are not on the host yet.
  const dialog = await openDialog(page);
  await dialog.getByLabel("Registry").click();
  await page.getByRole("option", { name: "dock one" }).click();
  await expect(dialog.getByText(`${hostOf(authRegistry)}/`)).toBeVisible();
  await expect(dialog.getByText(`Docker signs in as ${username} of dock one.`)).toBeVisible();

  await dialog.getByLabel("Repository").fill("manifest");
  await dialog.getByRole("option", { name: "demo/manifest-list" }).click();
  await dialog.getByLabel("Tag", { exact: true }).fill("1");
  await dialog.getByRole("option", { name: /^1\.0/ }).click();
  await dialog.getByLabel("Platform").click();
  await page.getByRole("option", { name: "linux/arm64/v8" }).click();
  await expect(
    dialog.getByText(`docker pull --platform linux/arm64/v8 ${hostOf(authRegistry)}/demo/manifest-list:1.0`),
  ).toBeVisible();

  await dialog.getByRole("button", { name: "Pull image" }).click();
  await expect(dialog.getByText("Done", { exact: true })).toBeVisible();
  await expect(dialog.getByRole("progressbar", { name: /^Layer / }).first()).toBeVisible();
  await dialog.getByRole("button", { name: "Close" }).last().click();
  await expect(
    page.getByRole("row").filter({ hasText: `${hostOf(authRegistry)}/demo/manifest-list:1.0` }),
  ).toBeVisible();
  expect(await images()).toContain(`${hostOf(authRegistry)}/demo/manifest-list:1.0`);
});

test("a pull goes on while its page is left and reloaded, and can be cancelled", async ({
  signedIn: page,
}) => {
  gate = await startGate(openRegistry);
  await connectRegistry(page, { name: "slow dock", endpoint: gate.endpoint });
  const dialog = await openDialog(page);
  await dialog.getByLabel("Registry").click();
  await page.getByRole("option", { name: "slow dock" }).click();
  await dialog.getByLabel("Repository").fill("demo/large");
  await dialog.getByLabel("Tag", { exact: true }).fill("1.0");
  await dialog.getByRole("button", { name: "Pull image" }).click();

  const overall = page.getByRole("progressbar", { name: /^Progress of/ });
  await expect
    .poll(async () => Number(await overall.first().getAttribute("aria-valuenow")))
    .toBeGreaterThan(0);
  await dialog.getByRole("button", { name: "Close" }).last().click();
  await page.goto("/registries");
  await page.getByRole("button", { name: "1 job" }).click();
  await page.getByRole("link", { name: /demo\/large:1\.0/ }).click();
  await expect(page).toHaveURL(/\/jobs\/[0-9a-f-]{36}$/);
  await page.reload();

  await expect(page.getByText("Running", { exact: true })).toBeVisible();
  await expect(page.getByText(/MB so far/)).toBeVisible();
  await expect(page.getByText(/\/s$/)).toBeVisible();
  await expect(page.getByText("started by ada")).toBeVisible();
  await expect(page.getByRole("log")).toContainText("demo/large:1.0");
  await expect(page.getByRole("progressbar", { name: /^Layer / })).toHaveCount(4);
  // It moves by itself.
  const before = await page.getByText(/MB so far/).textContent();
  await expect(page.getByText(/MB so far/)).not.toHaveText(before ?? "");

  await page.getByRole("button", { name: "Cancel the pull" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel the pull" }).click();
  await expect(page.getByText("Cancelled", { exact: true })).toBeVisible();
  await gate.abandoned;
  expect(await images()).not.toContain(`${hostOf(gate.endpoint)}/demo/large`);
  await expect(page.getByRole("button", { name: "1 job" })).toHaveCount(0);

  // Asked again, and let through this time, it arrives.
  gate.release();
  await page.getByRole("button", { name: "Pull again" }).click();
  await expect(page.getByText("Done", { exact: true })).toBeVisible({ timeout: 30_000 });
  expect(await images()).toContain(`${hostOf(gate.endpoint)}/demo/large:1.0`);
});

test("what the daemon says about a failed pull is shown with its fix", async ({ signedIn: page }) => {
  const cases = [
    {
      address: `0.0.0.0:${new URL(openRegistry).port}/busybox`,
      title: "Docker does not speak plain HTTP to this registry",
      words: "server gave HTTP response to HTTPS client",
    },
    {
      address: `0.0.0.0:${new URL(tlsRegistry).port}/busybox`,
      title: "Docker does not trust the registry's certificate",
      words: "x509: certificate signed by unknown authority",
    },
    {
      address: `${hostOf(authRegistry)}/busybox`,
      title: "Docker may not pull this image",
      words: "no basic auth credentials",
    },
  ];
  for (const { address, title, words } of cases) {
    const dialog = await openDialog(page);
    await dialog.getByLabel("Registry").click();
    await page.getByRole("option", { name: "Another address, without credentials" }).click();
    await expect(dialog.getByText("Docker pulls without credentials.")).toBeVisible();
    await dialog.getByLabel("Address").fill(address);
    await dialog.getByLabel("Tag", { exact: true }).fill("1.35");
    await dialog.getByRole("button", { name: "Pull image" }).click();
    const alert = dialog.getByRole("alert");
    await expect(alert).toContainText(title);
    await alert.getByText("What the other side said").click();
    await expect(alert).toContainText(words);
    await dialog.getByRole("link", { name: "Open the job" }).click();
    await expect(page.getByText("Failed", { exact: true })).toBeVisible();
    await expect(page.getByRole("log")).toContainText(words);
  }
});

test("all tags are pulled only when that is said, and names that are none are refused", async ({
  signedIn: page,
}) => {
  await connectRegistry(page, { name: "open dock", endpoint: openRegistry });
  const dialog = await openDialog(page);
  await dialog.getByLabel("Registry").click();
  await page.getByRole("option", { name: "open dock" }).click();
  const submit = dialog.getByRole("button", { name: "Pull image" });
  await expect(submit).toHaveAccessibleDescription("Name a repository first");
  await dialog.getByLabel("Repository").fill("Not A Name");
  await expect(submit).toHaveAccessibleDescription("Name a tag first");
  await dialog.getByLabel("Tag", { exact: true }).fill("1");
  await submit.click();
  await expect(dialog.getByText("This is not a repository name.")).toBeVisible();

  await dialog.getByLabel("Repository").fill("team/backend/api");
  await dialog.getByText("All tags", { exact: true }).click();
  await expect(dialog.getByText("Every tag of this repository is pulled")).toBeVisible();
  await dialog.getByRole("button", { name: "Pull all tags" }).click();
  await expect(dialog.getByText("Done", { exact: true })).toBeVisible();
  const list = await images();
  for (const tag of ["1.0.0", "1.1.0", "1.2.0", "latest"]) {
    expect(list).toContain(`${hostOf(openRegistry)}/team/backend/api:${tag}`);
  }
});
