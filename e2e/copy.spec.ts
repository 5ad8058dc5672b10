import { randomBytes } from "node:crypto";
import type { Page } from "@playwright/test";
import { hostOf, testEnvironment } from "./fixtures/environment.ts";
import { type Gate, startGate } from "./fixtures/gate.ts";
import { type Pushed, Pusher } from "./fixtures/pusher.ts";
import { connectRegistry, expect, test } from "./fixtures/test.ts";

const { openRegistry, authRegistry, username, password } = testEnvironment();
const oci = "application/vnd.oci.image";

/** An image of one layer that no other test has: nothing of it is anywhere yet. */
async function pushImage(pusher: Pusher, repository: string, tag: string, bytes: number): Promise<Pushed> {
  const config = { os: "linux", architecture: "amd64", rootfs: { type: "layers", diff_ids: [] } };
  const blob = await pusher.blob(repository, Buffer.from(JSON.stringify(config)), `${oci}.config.v1+json`);
  const layer = await pusher.blob(repository, randomBytes(bytes), `${oci}.layer.v1.tar`);
  const mediaType = `${oci}.manifest.v1+json`;
  return pusher.manifest(
    repository,
    mediaType,
    { schemaVersion: 2, mediaType, config: blob, layers: [layer] },
    tag,
  );
}

/** By way of the list, which fills itself: a registry just connected is still being read. */
async function openTag(page: Page, registryId: string, repository: string, tag: string) {
  await page.goto(`/registries/${registryId}`);
  const main = page.getByRole("main");
  await main.getByRole("link", { name: repository, exact: true }).click();
  await main.getByRole("link", { name: tag, exact: true }).click();
  await expect(page).toHaveURL(`/registries/${registryId}/${repository}/-/tags/${tag}`);
}

let gate: Gate | undefined;
test.afterEach(async () => {
  await gate?.close();
  gate = undefined;
});

test("a tag is copied to another registry, cancelled, gone on with, and replaces nothing unasked", async ({
  signedIn: page,
}) => {
  const repository = `copy/${randomBytes(4).toString("hex")}`;
  const pusher = new Pusher(openRegistry);
  const first = await pushImage(pusher, repository, "1.0", 2_000_000);
  gate = await startGate(openRegistry);
  const from = await connectRegistry(page, { name: `from ${repository}`, endpoint: gate.endpoint });
  const to = await connectRegistry(page, {
    name: `to ${repository}`,
    endpoint: authRegistry,
    username,
    password,
  });

  await openTag(page, from, repository, "1.0");
  await page.getByRole("button", { name: "Copy to…" }).click();
  const dialog = page.getByRole("dialog", { name: "Copy image" });
  const submit = dialog.getByRole("button", { name: "Copy image" });
  const choose = async () => {
    await dialog.getByLabel("To registry").click();
    await page.getByRole("option", { name: `to ${repository}` }).click();
  };
  await choose();
  await expect(dialog.getByText(`${hostOf(authRegistry)}/`, { exact: true })).toBeVisible();
  const plan = dialog.getByRole("region", { name: "What the copy will do" });
  await expect(plan.getByRole("listitem")).toContainText("1.0");
  await expect(plan.getByText("new", { exact: true })).toBeVisible();
  await submit.click();
  const overall = dialog.getByRole("progressbar", { name: /^Progress of/ });
  await expect.poll(async () => Number(await overall.getAttribute("aria-valuenow"))).toBeGreaterThan(0);
  await dialog.getByRole("link", { name: "Open the job" }).click();
  await expect(page.getByText(/MB of 2/).first()).toBeVisible();
  await expect(page.getByText(`to to ${repository}`)).toBeVisible();
  await page.getByRole("button", { name: "Cancel the copy" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel the copy" }).click();
  await expect(page.getByText("Cancelled", { exact: true })).toBeVisible();
  await gate.abandoned;

  gate.release();
  await page.getByRole("button", { name: "Copy again" }).click();
  await expect(page.getByText("Done", { exact: true })).toBeVisible();
  await page.getByRole("link", { name: `Open in to ${repository}` }).click();
  await expect(page).toHaveURL(`/registries/${to}/${repository}/-/tags/1.0`);
  await expect(
    page.getByRole("button", { name: new RegExp(first.digest.slice(7, 19)) }).first(),
  ).toBeVisible();

  // The source's tag moves on; the target's page is open elsewhere and hears of the copy.
  const second = await pushImage(pusher, repository, "1.0", 1000);
  pusher.close();
  const list = await page.context().newPage();
  await list.goto(`/registries/${to}/${repository}`);
  await expect(list.getByRole("row").filter({ hasText: first.digest.slice(7, 19) })).toBeVisible();
  await page.goto(`/registries/${from}/${repository}`);
  await page.getByRole("row", { name: /1\.0/ }).getByRole("checkbox").check();
  await page.getByRole("button", { name: "Copy to…" }).click();
  await choose();
  await expect(submit).toHaveAccessibleDescription("Agree to the replacement first");
  await expect(plan).toContainText(first.digest.slice(7, 19));
  await dialog.getByLabel(`Replace this tag in to ${repository}`).check();
  await submit.click();
  await expect(dialog.getByText("Done", { exact: true })).toBeVisible();
  await expect(list.getByRole("row").filter({ hasText: second.digest.slice(7, 19) })).toBeVisible();

  // What no tag leads to any more, by its digest.
  await page.goto(`/registries/${to}/${repository}/-/manifests/${first.digest}`);
  await page.getByRole("button", { name: "Copy to…" }).click();
  await choose();
  await expect(submit).toHaveAccessibleDescription("Name a tag first");
  await dialog.getByLabel("Tag", { exact: true }).fill("kept");
  await submit.click();
  await expect(dialog.getByText("Done", { exact: true })).toBeVisible();
  await expect(list.getByRole("row").filter({ hasText: first.digest.slice(7, 19) })).toContainText("kept");

  await page.goto(`/audit?action=image.copy&filter=${encodeURIComponent(repository)}`);
  await expect(
    page.getByRole("row").filter({ hasText: `${hostOf(authRegistry)}/${repository}:1.0` }),
  ).toHaveCount(3);
  await page
    .getByRole("row")
    .filter({ hasText: `${repository}:1.0` })
    .first()
    .getByRole("button")
    .first()
    .click();
  await expect(page.getByText(`1.0 ${second.digest}`).first()).toBeVisible();
});

test("what refers to an image is asked for when its tab is opened, and told with how it was found", async ({
  signedIn: page,
}) => {
  const repository = `attached/${randomBytes(4).toString("hex")}`;
  const pusher = new Pusher(openRegistry);
  const mediaType = `${oci}.manifest.v1+json`;
  const image = await pushImage(pusher, repository, "1.0", 500);
  await pushImage(pusher, repository, "plain", 500);
  const empty = await pusher.blob(repository, Buffer.from("{}"), "application/vnd.oci.empty.v1+json");
  const artifactType = "application/spdx+json";
  const sbom = await pusher.blob(repository, Buffer.from('{"spdxVersion":"SPDX-2.3"}'), artifactType);
  const about = { schemaVersion: 2, mediaType, artifactType, config: empty, layers: [sbom], subject: image };
  const referrer = await pusher.manifest(repository, mediaType, about);
  const fallback = image.digest.replace(":", "-");
  const index = `${oci}.index.v1+json`;
  const listed = { schemaVersion: 2, mediaType: index, manifests: [{ ...referrer, artifactType }] };
  await pusher.manifest(repository, index, listed, fallback);
  await pushImage(pusher, repository, `${fallback}.sig`, 100);
  pusher.close();

  const id = await connectRegistry(page, { name: repository, endpoint: openRegistry });
  await openTag(page, id, repository, "1.0");
  await page.getByRole("link", { name: "Attached", exact: true }).click();
  const rows = page
    .getByRole("main")
    .getByRole("listitem")
    .filter({ has: page.getByRole("link", { name: "Show raw" }) });
  await expect(rows).toHaveCount(2);
  await expect(page.getByText("2 attached")).toBeVisible();
  await expect(rows.filter({ hasText: "SBOM" })).toContainText("listed under the fallback tag");
  await expect(rows.filter({ hasText: "Signature" })).toContainText(`found by cosign's tag ${fallback}.sig`);
  await rows.filter({ hasText: "SBOM" }).getByRole("link", { name: "Show raw" }).click();
  await expect(page).toHaveURL(new RegExp(`/-/manifests/${referrer.digest}`));
  await expect(page.getByText(artifactType).first()).toBeVisible();

  await page.goto(`/registries/${id}/${repository}/-/tags/plain?tab=referrers`);
  await expect(page.getByText("Nothing is attached.")).toBeVisible();

  await page.goto(`/registries/${id}/${repository}`);
  const tags = page.getByRole("table").getByRole("link");
  await expect(page.getByText("2 signature and attestation tags hidden")).toBeVisible();
  await expect(tags.filter({ hasText: "sha256-" })).toHaveCount(0);
  await page.getByRole("button", { name: "Show", exact: true }).press("Enter");
  await expect(page).toHaveURL(/\?attachments=shown$/);
  await expect(tags.filter({ hasText: "sha256-" })).toHaveCount(2);
  await page.getByRole("button", { name: "Hide", exact: true }).press("Enter");
  await expect(tags.filter({ hasText: "sha256-" })).toHaveCount(0);
});
