import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { type RegistryFront, startRegistryFront } from "../lib/registry/testing/registry-front.ts";
import { hostOf, testEnvironment } from "./fixtures/environment.ts";
import { mediaTypes } from "./fixtures/images.ts";
import { expectAccessible, expectFitsPhone } from "./fixtures/page-checks.ts";
import { Pusher } from "./fixtures/pusher.ts";
import { connectRegistry, expect, test } from "./fixtures/test.ts";

const { openRegistry, authRegistry, username, password, fixtures } = testEnvironment();

let front: RegistryFront | undefined;
test.afterEach(async () => {
  await front?.stop();
  front = undefined;
});

// Two busy cores, and indexes to be filled first.
const patient = { timeout: 45_000 };
test.describe.configure({ timeout: 120_000 });

/** Opens a tag's page as somebody who clicks his way: its repository first, so that it is indexed. */
async function openTag(page: Page, registryId: string, repository: string, tag: string): Promise<void> {
  // A page that is just drawn anew would overtake the navigation.
  await expect(page.getByText("indexing now…")).toHaveCount(0, patient);
  await page.goto(`/registries/${registryId}/${repository}`);
  await page.getByRole("link", { name: tag, exact: true }).click({ timeout: 45_000 });
  await expect(page.getByRole("heading", { level: 1 })).toContainText(`${repository}:${tag}`);
}

const tab = (page: Page, name: string) =>
  page.getByRole("navigation", { name: "Views of this image" }).getByRole("link", { name });
const fact = (page: Page, label: string) =>
  page.locator("dt", { hasText: new RegExp(`^${label}$`) }).locator("xpath=following-sibling::dd[1]");

test("what an image is: how it starts, where it comes from, how it was made, byte for byte", async ({
  signedIn: page,
}) => {
  const id = await connectRegistry(page, { name: "pier", endpoint: authRegistry, username, password });
  const digest = fixtures["team/backend/api"]?.["1.2.0"] ?? "";
  await openTag(page, id, "team/backend/api", "1.2.0");
  await expect(page.getByText("Docker image", { exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: digest.slice(0, 19) })).toBeVisible();
  await expect(fact(page, "Entrypoint")).toHaveText('["/usr/local/bin/api"]');
  await expect(fact(page, "Environment")).toContainText("API_VERSION=1.2.0");
  await expect(fact(page, "Ports")).toHaveText("8080/tcp");
  await expect(fact(page, "User")).toHaveText("10001:10001");
  const aside = page.getByRole("complementary", { name: "About this image" });
  await expect(aside.getByRole("link", { name: "latest" })).toBeVisible();
  await expect(aside.getByRole("link", { name: /git\.example\.com\/team\/api/ })).toHaveAttribute(
    "href",
    "https://git.example.com/team/api",
  );
  await expect(aside).toContainText("Apache-2.0");

  await tab(page, "Layers").click();
  const step = (name: string) => page.getByRole("row").filter({ hasText: name });
  await expect(step("apk add --no-cache ca-certificates tzdata")).toContainText("shared with 2 tags");
  await expect(step("apk add --no-cache ca-certificates tzdata")).toContainText("90.2 kB");
  await expect(step("dist/api /usr/local/bin/api")).toContainText("only here");
  await expect(step("USER")).toContainText("—");

  await tab(page, "Raw").click();
  await expect(page.getByText("application/vnd.docker.distribution.manifest.v2+json").first()).toBeVisible();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download" }).click(),
  ]);
  const bytes = await readFile(await download.path());
  expect(`sha256:${createHash("sha256").update(bytes).digest("hex")}`).toBe(digest);
  await page.getByText("As served", { exact: true }).click();
  await expect(page.locator("pre").last()).toHaveText(bytes.toString("utf8"));
  await page.getByRole("link", { name: "Configuration", exact: true }).click();
  await expect(page.locator("pre").last()).toContainText("org.opencontainers.image.licenses");
});

test("an index shows its platforms; each has its own configuration, layers and digest", async ({
  signedIn: page,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const id = await connectRegistry(page, { name: "crossing", endpoint: openRegistry });
  for (const [repository, tag, kind] of [
    ["demo/multi", "2.0", "OCI index"],
    ["demo/manifest-list", "1.0", "Docker manifest list"],
  ] as const) {
    await openTag(page, id, repository, tag);
    await expect(page.getByText(kind, { exact: true })).toBeVisible();
    await expect(page.getByText("3 platforms", { exact: true })).toBeVisible();
    for (const platform of ["linux/amd64", "linux/arm64/v8", "linux/arm/v7"]) {
      await expect(page.getByRole("row").filter({ hasText: platform })).toContainText(/40\.\d kB/);
    }
    await page
      .getByRole("navigation", { name: "Platform" })
      .getByRole("link", { name: "linux/arm/v7" })
      .click();
    await expect(page.getByRole("heading", { name: "Configuration of linux/arm/v7" })).toBeVisible();
  }

  const digest = fixtures["demo/multi"]?.["2.0"] ?? "";
  await openTag(page, id, "demo/multi", "2.0");
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  const copy = async (group: number, tool: string) => {
    await page.getByRole("button", { name: "docker pull" }).click();
    await page.getByRole("menuitem", { name: tool }).nth(group).click();
  };
  await copy(0, "docker pull");
  await expect.poll(clipboard).toBe(`docker pull ${hostOf(openRegistry)}/demo/multi:2.0`);
  await copy(1, "podman pull");
  await expect.poll(clipboard).toBe(`podman pull ${hostOf(openRegistry)}/demo/multi@${digest}`);
  await copy(1, "FROM");
  await expect.poll(clipboard).toBe(`FROM ${hostOf(openRegistry)}/demo/multi@${digest}`);

  // A platform's own manifest has a page of its own.
  await page.getByRole("row").filter({ hasText: "linux/arm/v7" }).getByRole("link").click();
  await expect(page).toHaveURL(/\/demo\/multi\/-\/manifests\/sha256:[0-9a-f]{64}$/);
  await expect(page.getByText("OCI image", { exact: true })).toBeVisible();
  await expect(page.getByText("No tag points to this very digest.")).toBeVisible();
});

test("attestations are told apart from platforms, and artifacts are shown as what they are", async ({
  signedIn: page,
}) => {
  const id = await connectRegistry(page, { name: "customs", endpoint: openRegistry });
  await openTag(page, id, "demo/attested", "1.0");
  await expect(page.getByText("1 platform", { exact: true })).toBeVisible();
  await expect(page.getByText("1 attestation", { exact: true })).toBeVisible();
  await expect(page.getByText(/^Attestation about linux\//)).toBeVisible();
  await expect(page.getByText("unknown/unknown")).toHaveCount(0);

  await openTag(page, id, "charts/harbour-light", "0.3.1");
  await expect(page.getByText("Helm chart", { exact: true })).toBeVisible();
  await expect(fact(page, "version")).toHaveText("0.3.1");
  await expect(page.getByText("application/vnd.cncf.helm.chart.content.v1.tar+gzip")).toBeVisible();
  await expect(page.getByRole("button", { name: "Pull image" })).toHaveCount(0);

  await openTag(page, id, "demo/policy", "v1");
  await expect(fact(page, "Artifact type")).toHaveText("application/vnd.example.policy.v1");
  await expect(page.getByText("application/vnd.example.policy+yaml")).toBeVisible();
});

test("labels, history and files from a hostile image are text, and lead nowhere", async ({
  signedIn: page,
}) => {
  const evil = '<img src=x onerror="window.pwned=1">';
  const pusher = new Pusher(openRegistry);
  await pushImage(pusher, "own/hostile", "1", {
    labels: {
      [evil]: "<script>window.pwned=1</script>",
      "org.opencontainers.image.source": "javascript:window.pwned=1",
      "org.opencontainers.image.licenses": evil,
    },
    history: `RUN ${evil}`,
  });
  pusher.close();
  const id = await connectRegistry(page, { name: "reef", endpoint: openRegistry });
  await openTag(page, id, "own/hostile", "1");
  await expect(page.getByText("<script>window.pwned=1</script>", { exact: true })).toBeVisible();
  await expect(page.getByText("javascript:window.pwned=1").first()).toBeVisible();
  await expect(page.locator('a[href^="javascript"]')).toHaveCount(0);
  await tab(page, "Layers").click();
  await expect(page.getByText(evil).first()).toBeVisible();
  await tab(page, "Raw").click();
  await page.getByRole("link", { name: "Configuration", exact: true }).click();
  await expect(page.locator("pre").last()).toContainText("window.pwned");
  expect(await page.evaluate(() => "pwned" in window)).toBe(false);
});

test("a tag that moves remembers where it was", async ({ signedIn: page }) => {
  const pusher = new Pusher(openRegistry);
  const before = await pushImage(pusher, "own/moving", "latest", { history: "RUN before" });
  const id = await connectRegistry(page, { name: "drift", endpoint: openRegistry });
  await openTag(page, id, "own/moving", "latest");
  await expect(page.getByText("Never seen to move.")).toBeVisible();
  const after = await pushImage(pusher, "own/moving", "latest", { history: "RUN after" });
  pusher.close();
  await page.getByRole("button", { name: "refresh" }).click();
  await expect(page.getByRole("button", { name: after.slice(0, 19) })).toBeVisible();
  await page.getByRole("link", { name: before.slice(7, 19) }).click();
  await expect(page).toHaveURL(new RegExp(`/-/manifests/${before}$`));
  await expect(page.getByText("No tag points to this very digest.")).toBeVisible();
});

test("a broken manifest and one of another age spoil their own tags only", async ({ signedIn: page }) => {
  const pusher = new Pusher(openRegistry);
  const broken = await pushImage(pusher, "own/damaged", "broken", { history: "RUN broken" });
  await pushImage(pusher, "own/damaged", "fine", { history: "RUN fine" });
  await pushImage(pusher, "own/damaged", "old", { history: "RUN old" });
  pusher.close();
  const schema1 = JSON.stringify({ schemaVersion: 1, name: "own/damaged", tag: "old", fsLayers: [] });
  const old = `sha256:${createHash("sha256").update(schema1).digest("hex")}`;
  front = await startRegistryFront(openRegistry);
  front.intercept((method, path) => {
    if (method === "GET" && ["broken", broken].includes(path.slice(path.lastIndexOf("/") + 1))) {
      const headers = { "docker-content-digest": broken };
      return { status: 200, type: mediaTypes.ociManifest, headers, body: '{"schemaVersion":2}' };
    }
    if (!path.endsWith("/manifests/old") && !path.endsWith(`/manifests/${old}`)) return undefined;
    return {
      status: 200,
      type: "application/vnd.docker.distribution.manifest.v1+prettyjws",
      headers: { "docker-content-digest": old, "content-length": String(schema1.length) },
      body: schema1,
    };
  });
  const id = await connectRegistry(page, { name: "wreck", endpoint: front.endpoint });
  await page.goto(`/registries/${id}/own/damaged`);
  const rowOf = (tag: string) =>
    page.getByRole("row").filter({ has: page.getByRole("link", { name: tag, exact: true }) });
  await expect(rowOf("fine")).toContainText(/\d+ B/, patient);
  await expect(rowOf("broken")).toContainText("could not be read");
  await expect(rowOf("old")).toContainText("schema 1, unsupported");
  await page.getByRole("link", { name: "broken", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("own/damaged:broken");
  await expect(page.getByText("The content does not have the digest it should have")).toBeVisible();
  await openTag(page, id, "own/damaged", "old");
  await expect(page.getByText("An image format that is no longer supported")).toBeVisible();
});

test("a digest the repository does not hold, and a tag that is not there, are not found", async ({
  signedIn: page,
}) => {
  const id = await connectRegistry(page, { name: "fog", endpoint: openRegistry });
  await openTag(page, id, "team/frontend/web", "3.4");
  const elsewhere = fixtures["team/backend/api"]?.["1.2.0"] ?? "";
  await page.goto(`/registries/${id}/team/backend/api`);
  await expect(page.getByRole("link", { name: "1.2.0", exact: true })).toBeVisible();
  for (const path of [`-/manifests/${elsewhere}`, `-/manifests/sha256:${"0".repeat(64)}`, "-/tags/nope"]) {
    const response = await page.goto(`/registries/${id}/team/frontend/web/${path}`);
    expect(response?.status()).toBe(404);
    await expect(page.getByText("No such repository, tag or digest here")).toBeVisible();
  }
});

test("the pages of an image read well on a phone and please axe", async ({ signedIn: page }) => {
  const id = await connectRegistry(page, { name: "gangway", endpoint: openRegistry });
  await openTag(page, id, "team/backend/api", "1.2.0");
  for (const query of ["", "?tab=layers", "?tab=raw"]) {
    await page.goto(`/registries/${id}/team/backend/api/-/tags/1.2.0${query}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectAccessible(page);
    await expectFitsPhone(page);
  }
});

/** Pushes a one-layer image with the labels and the history line given; answers its digest. */
async function pushImage(
  pusher: Pusher,
  repository: string,
  tag: string,
  { labels = {}, history }: { readonly labels?: Record<string, string>; readonly history: string },
): Promise<string> {
  const layer = await pusher.blob(repository, Buffer.from(`layer of ${history}`), mediaTypes.ociLayer);
  const config = await pusher.blob(
    repository,
    Buffer.from(
      JSON.stringify({
        architecture: "amd64",
        os: "linux",
        created: "2026-04-01T08:00:00Z",
        config: { Labels: labels },
        rootfs: { type: "layers", diff_ids: [layer.digest] },
        history: [{ created: "2026-04-01T08:00:00Z", created_by: history }],
      }),
    ),
    mediaTypes.ociConfig,
  );
  const manifest = {
    schemaVersion: 2,
    mediaType: mediaTypes.ociManifest,
    config,
    layers: [layer],
  };
  return (await pusher.manifest(repository, mediaTypes.ociManifest, manifest, tag)).digest;
}
