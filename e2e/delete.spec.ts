import { type DockerRegistry, startDockerRegistry } from "../lib/registry/testing/docker-registry.ts";
import { testImage, testIndex } from "../lib/registry/testing/images.ts";
import { addPerson, signedIn as clientOf } from "./fixtures/people.ts";
import { connectRegistry, expect, signIn, test } from "./fixtures/test.ts";

// Registries of its own: what is deleted here nobody else looks for.
let deleting: DockerRegistry;
let refusing: DockerRegistry;
test.beforeAll(async () => {
  [deleting, refusing] = await Promise.all([
    startDockerRegistry({ deleteEnabled: true }),
    startDockerRegistry(),
  ]);
});
test.afterAll(() => Promise.all([deleting.stop(), refusing.stop()]));
test.describe.configure({ timeout: 90_000 });

const patient = { timeout: 30_000 };

/** The tags the registry itself has. */
async function tagsAt(registry: DockerRegistry, repository: string): Promise<string[]> {
  const answer = await fetch(`${registry.endpoint}/v2/${repository}/tags/list`);
  return ((await answer.json()) as { tags: string[] | null }).tags?.toSorted() ?? [];
}

test("what is deleted was named first: siblings, selections, and nothing that changed meanwhile", async ({
  signedIn: page,
}) => {
  const release = testIndex({ text: "release" });
  for (const tag of ["1.0", "stable"]) await deleting.push("pier/app", tag, release);
  for (const tag of ["0.1", "0.2", "0.3"]) await deleting.push("pier/app", tag, testImage({ text: tag }));
  await deleting.push("pier/app", "9.9", testImage({ text: "before" }));
  const id = await connectRegistry(page, { name: "delete-me", endpoint: deleting.endpoint });
  const rows = page.getByRole("table", { name: "Tags of pier/app" }).getByRole("row");
  const row = (tag: string) => rows.filter({ has: page.getByRole("link", { name: tag, exact: true }) });
  const dialog = page.getByRole("dialog");

  await page.getByRole("link", { name: "pier/app" }).click(patient);
  await expect(row("0.1")).toBeVisible(patient);
  await expect(page.getByText("indexing now…")).toHaveCount(0, patient);

  // One of two tags on a digest, with the mouse: the other is named, and has to be agreed to.
  await row("1.0").getByRole("button", { name: "Actions for 1.0" }).click();
  await page.getByRole("menuitem", { name: "Delete…" }).click();
  await expect(dialog).toContainText("This registry deletes by digest", patient);
  await expect(dialog).toContainText("One more tag points here and goes too");
  await expect(dialog).toContainText("2 platforms: linux/amd64, linux/arm64/v8");
  const act = dialog.getByRole("button", { name: "Delete 2 tags" });
  await expect(act).toHaveAttribute("aria-disabled", "true");
  await act.focus();
  await page.keyboard.press("Enter");
  await expect(dialog).toContainText("stable");
  expect(await tagsAt(deleting, "pier/app")).toContain("1.0");
  await dialog.getByRole("checkbox", { name: "Delete this tag too" }).check();
  await act.click();
  await expect(page.getByText("2 tags deleted")).toBeVisible(patient);
  await expect(row("1.0")).toHaveCount(0);
  await expect(row("stable")).toHaveCount(0);
  expect(await tagsAt(deleting, "pier/app")).toEqual(["0.1", "0.2", "0.3", "9.9"]);

  // Several, by keyboard alone; one of them is pushed anew while the question stands.
  await expect(dialog).toHaveCount(0);
  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox")).toBeFocused();
  await page.keyboard.press("ArrowDown");
  for (const tag of ["9.9", "0.3", "0.2"]) {
    await expect(row(tag)).toBeFocused();
    await page.keyboard.press("x");
    await page.keyboard.press("j");
  }
  await page.getByRole("button", { name: "Delete 3 tags…" }).focus();
  await page.keyboard.press("Enter");
  await expect(dialog.getByRole("button", { name: "Delete 3 tags" })).toBeVisible(patient);
  await deleting.push("pier/app", "9.9", testImage({ text: "after" }));
  await dialog.getByRole("button", { name: "Delete 3 tags" }).focus();
  await page.keyboard.press("Enter");
  await expect(dialog.getByRole("alert")).toContainText("1 of 3 tags were not deleted", patient);
  await expect(dialog).toContainText("9.9 changed since you looked");
  expect(await tagsAt(deleting, "pier/app")).toEqual(["0.1", "9.9"]);
  await dialog.getByRole("link", { name: "Open the job" }).click();
  await expect(page.getByText("9.9 changed since you looked", { exact: true })).toBeVisible();
  const repository = page.getByRole("link", { name: "Open the repository" });
  await expect(repository).toHaveAttribute("href", `/registries/${id}/pier/app`);

  // From its own page, which says from then on that the tag is gone; the log says what was done.
  await page.goto(`/registries/${id}/pier/app/-/tags/0.1`);
  await page.getByRole("button", { name: "Actions for 0.1" }).click();
  await page.getByRole("menuitem", { name: "Delete…" }).click();
  await dialog.getByRole("button", { name: "Delete 1 tag" }).click(patient);
  await expect(page).toHaveURL(new RegExp(`/registries/${id}/pier/app$`), patient);
  await expect(row("9.9")).toBeVisible();
  await expect(row("0.1")).toHaveCount(0);
  await page.goto(`/registries/${id}/pier/app/-/tags/0.1`);
  await expect(page.getByText("This tag is gone", { exact: true })).toBeVisible();
  await expect(page.getByText("→")).toBeVisible();
  await expect(page.getByRole("button", { name: /^(Actions for|Copy a command|Copy to|Pull)/ })).toHaveCount(
    0,
  );
  await page.goto("/audit");
  await expect(page.getByRole("row").filter({ hasText: "Tags deleted" }).first()).toContainText(
    "pier/app:0.1",
  );
});

test("a tag is added, moved when that is confirmed, and nothing is offered that cannot be done", async ({
  signedIn: page,
  app,
  browser,
}) => {
  for (const tag of ["1.0", "2.0"]) await refusing.push("pier/kept", tag, testImage({ text: tag }));
  const id = await connectRegistry(page, { name: "keeps-all", endpoint: refusing.endpoint });
  const dialog = page.getByRole("dialog");
  const act = async (name: string) => {
    await page.getByRole("button", { name: "Actions for 2.0" }).click();
    await page.getByRole("menuitem", { name }).click();
  };
  await page.getByRole("link", { name: "pier/kept" }).click(patient);
  await page.getByRole("link", { name: "2.0", exact: true }).click(patient);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("pier/kept:2.0");

  await act("Add tag…");
  await dialog.getByLabel("Tag", { exact: true }).fill("stable");
  await page.keyboard.press("Enter");
  await expect(page.getByText("stable points here now")).toBeVisible(patient);
  const same = page.getByRole("complementary", { name: "About this image" });
  await expect(same.getByRole("link", { name: "stable" })).toBeVisible(patient);
  await act("Add tag…");
  await dialog.getByLabel("Tag", { exact: true }).fill("1.0");
  await dialog.getByRole("button", { name: "Add tag" }).click();
  await expect(dialog.getByRole("alert")).toContainText("1.0 points at another image now");
  await dialog.getByRole("button", { name: "Move 1.0 here" }).click();
  await expect(same.getByRole("link", { name: "1.0" })).toBeVisible(patient);
  expect(await tagsAt(refusing, "pier/kept")).toEqual(["1.0", "2.0", "stable"]);

  // The registry says that it deletes nothing; from then on the act says why it cannot be chosen.
  await act("Delete…");
  await expect(dialog.getByRole("alert")).toContainText("Deleting is switched off");
  await dialog.getByRole("button", { name: "Close" }).last().click();
  await page.reload();
  await page.getByRole("button", { name: "Actions for 2.0" }).click();
  await expect(page.getByRole("menuitem", { name: "Delete…" })).toHaveAttribute("aria-disabled", "true");
  await expect(page.getByText("keeps-all does not delete")).toBeVisible();

  const admin = await clientOf(app);
  const viewer = await addPerson(admin, "harbour.guest", "viewer");
  const guest = await (await browser.newContext({ locale: "en-GB" })).newPage();
  await signIn(guest, viewer, app.url);
  for (const path of ["", "/-/tags/2.0"]) {
    await guest.goto(`${app.url}/registries/${id}/pier/kept${path}`);
    await expect(guest.getByRole("heading", { level: 1 })).toContainText("pier/kept");
    await expect(guest.getByRole("button", { name: /Actions for/ })).toHaveCount(0);
  }
  await guest.context().close();
  await admin.dispose();
});
