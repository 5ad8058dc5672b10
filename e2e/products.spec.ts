import { testImage } from "../lib/registry/testing/images.ts";
import { startFakeHarbor } from "../lib/registry/testing/products/harbor.ts";
import { heldTags } from "../lib/registry/testing/products/pages.ts";
import { finishConnect, openConnect, step, testButton } from "./fixtures/connect-form.ts";
import { expectAccessible, expectFitsPhone } from "./fixtures/page-checks.ts";
import { expect, test } from "./fixtures/test.ts";

test("Docker Hub has its own address and says how its repositories come", async ({ signedIn: page }) => {
  await page.goto("/registries/connect");
  await page.getByLabel("Docker Hub").check();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Docker Hub");
  await expect(page.getByLabel("Address")).toHaveValue("docker.io");
  await expect(page.getByLabel("Address")).not.toBeEditable();
  await expect(page.getByText("pin the ones you need by name")).toBeVisible();
  await expect(page.getByLabel("Personal access token")).toBeVisible();
  await expect(page.getByLabel("Plain HTTP")).toBeHidden();
});

test("Harbor: a robot of one project names it, and sees what is in it", async ({ signedIn: page }) => {
  const harbor = await startFakeHarbor({
    projects: { team: ["api", "web/front"], other: ["hidden"] },
    accounts: { robot$team: { secret: "robot-word", projects: ["team"], ofOneProject: true } },
  });
  for (const repository of ["team/api", "team/web/front"]) harbor.put(repository, "1.0", testImage());
  try {
    await openConnect(page, harbor.endpoint, "our harbor");
    await expect(page.getByLabel("Projects")).toBeHidden();
    await page.getByRole("radio", { name: "Harbor" }).check();
    await page.getByLabel("User name").fill("robot$team");
    await page.getByLabel("Password or token").fill("robot-word");
    await testButton(page).click();
    await expect(step(page, "listing")).toContainText("Listing is not allowed for this account");
    await expect(step(page, "product")).toContainText("It is Harbor");

    await page.getByLabel("Projects").fill("../team");
    await testButton(page).click();
    await expect(page.getByLabel("Projects")).toHaveAccessibleDescription(/Names of letters, digits/);
    await page.getByLabel("Projects").fill("team");
    await testButton(page).click();
    await expect(step(page, "listing")).toContainText("2 repositories");
    await expectAccessible(page);
    await expectFitsPhone(page);
    const registry = await finishConnect(page);
    await expect(page.getByText("front", { exact: true }).first()).toBeVisible();
    await expect(page.getByText("hidden")).toBeHidden();

    await page.goto(`${registry}/-/settings`);
    await expect(page.getByLabel("Projects")).toHaveValue("team");
    // Taken for something else: its fields go, and the stored password, still at home, stays.
    await page.getByRole("button", { name: "Change…" }).click();
    await page.getByRole("radio", { name: "zot" }).check();
    await expect(page.getByLabel("Projects")).toHaveCount(0);
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(page.getByText("Saved", { exact: true })).toBeVisible();
    await page.reload();
    await expect(page.getByText("zot", { exact: true })).toBeVisible();
    await expect(page.getByText(/^Signs in as/)).toBeVisible();
  } finally {
    await harbor.stop();
  }
});

test("Harbor: one of two tags on a digest is deleted by its API as planned, and nothing else is asked", async ({
  signedIn: page,
}) => {
  const image = testImage({ text: "named twice" });
  const repository = "team/sub/app";
  const harbor = await startFakeHarbor({
    projects: { team: ["sub/app"] },
    accounts: { robot$ci: { secret: "deleting-word", projects: ["team"] } },
    tags: heldTags({ [repository]: { "1.0": image.digest, latest: image.digest } }),
  });
  for (const tag of ["1.0", "latest"]) harbor.put(repository, tag, image);
  const patient = { timeout: 30_000 };
  const asked = () =>
    harbor.seen.filter(({ method }) => method !== "GET").map(({ method, url }) => `${method} ${url}`);
  try {
    await openConnect(page, harbor.endpoint, "deleting harbor");
    await page.getByRole("radio", { name: "Harbor" }).check();
    await page.getByLabel("User name").fill("robot$ci");
    await page.getByLabel("Password or token").fill("deleting-word");
    const registry = await finishConnect(page);
    await expect(page.getByRole("main").getByRole("link", { name: repository })).toBeVisible(patient);
    await page.goto(`${registry}/${repository}`);
    const rows = page.getByRole("table", { name: `Tags of ${repository}` }).getByRole("row");
    const row = (tag: string) => rows.filter({ has: page.getByRole("link", { name: tag, exact: true }) });
    await expect(row("1.0")).toBeVisible(patient);
    await expect(page.getByText("indexing now…")).toHaveCount(0, patient);

    const before = asked().length;
    await row("1.0").getByRole("button", { name: "Actions for 1.0" }).click();
    await page.getByRole("menuitem", { name: "Delete…" }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog).toContainText("Only these tags go", patient);
    await expect(dialog).toContainText("stays: latest");
    const look = `HEAD /v2/${repository}/manifests/1.0`;
    expect(asked().slice(before)).toEqual([look]);
    await dialog.getByRole("button", { name: "Delete 1 tag" }).click();
    await expect(page.getByText("1 tag deleted")).toBeVisible(patient);
    await expect(row("1.0")).toHaveCount(0);
    await expect(row("latest")).toBeVisible();
    expect(asked().slice(before, before + 3)).toEqual([
      look,
      look,
      "DELETE /api/v2.0/projects/team/repositories/sub%252Fapp/artifacts/1.0/tags/1.0",
    ]);
    expect(asked().filter((line) => !line.startsWith("HEAD "))).toHaveLength(1);
  } finally {
    await harbor.stop();
  }
});
