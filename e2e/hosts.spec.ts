import { execFile } from "node:child_process";
import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { administrator, startApp } from "./fixtures/app.ts";
import { hostOf, testEnvironment } from "./fixtures/environment.ts";
import { expect, signIn, test } from "./fixtures/test.ts";

const run = promisify(execFile);
const { dockerHost, openRegistry } = testEnvironment();
const docker = (...args: string[]) => run("docker", ["-H", dockerHost, ...args]);
const busybox = `${hostOf(openRegistry)}/busybox:1.35`;

test("the local daemon's page: what it is, what it stores, its images and who uses them", async ({
  signedIn: page,
}) => {
  await docker("pull", busybox);
  await docker("tag", busybox, "longshore.test/tools/busybox:stable");
  await docker("run", "--detach", "--stop-timeout", "0", "--network", "none", "--name", "lookout", busybox);

  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "This machine" }).click();
  await expect(page.getByRole("heading", { name: "This machine", level: 1 })).toBeVisible();
  await expect(page.getByText("Running", { exact: true })).toBeVisible();
  await expect(page.getByText(/^Docker \d+\.\d+/)).toBeVisible();
  await page.getByText("Details", { exact: true }).click();
  await expect(page.getByText("API version")).toBeVisible();
  await expect(page.getByText(/^1\.\d+$/)).toBeVisible();
  await expect(page.getByRole("region", { name: "Disk" }).getByText("Images")).toBeVisible();

  await page.getByRole("searchbox", { name: /Filter .*image/ }).fill("busybox:1.35");
  const row = page.getByRole("row").filter({ hasText: busybox });
  await expect(row).toBeVisible();
  await expect(row.getByText("lookout").filter({ visible: true })).toBeVisible();
  await expect(row.getByText("1.98 MB").filter({ visible: true })).toBeVisible();
  await docker("rm", "--force", "lookout");
});

test("dangling images are found by their filter", async ({ signedIn: page }) => {
  // Two images of this test's own, the second taking the first one's tag.
  const name = "longshore.test/adrift:1";
  await docker("pull", busybox);
  const build = async (label: string) => {
    const building = docker("build", "--quiet", "--tag", name, "-");
    building.child.stdin?.end(`FROM ${busybox}\nLABEL made="${label}"\n`);
    return (await building).stdout.trim();
  };
  const id = (await build(`${name} first`)).replace("sha256:", "").slice(0, 12);
  await build(`${name} second`);

  await page.goto("/hosts");
  await page.getByRole("button", { name: "Show" }).click();
  await page.getByRole("menuitemradio", { name: "Dangling" }).click();
  const row = page.getByRole("row").filter({ hasText: id });
  await expect(row.getByText("dangling").filter({ visible: true })).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: name })).toHaveCount(0);
});

test("without a daemon the page says how to give access, and changes by itself when there is one", async ({
  page,
}) => {
  const directory = await mkdtemp(join(tmpdir(), "longshore-later-"));
  const socket = join(directory, "docker.sock");
  const app = await startApp({ dockerHost: `unix://${socket}` });
  await signIn(page, administrator, app.url);
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "This machine" }).click();
  const missing = page
    .getByRole("alert")
    .filter({ hasText: `There is no Docker socket at unix://${socket}` });
  await expect(missing).toBeVisible();
  await expect(page.getByText("DOCKER_HOST=unix:///run/user/1000/docker.sock npm start")).toBeVisible();
  await expect(page.getByRole("button", { name: "Pull image" })).toHaveCount(0);
  // The rest works.
  await page.goto(`${app.url}/registries`);
  await expect(page.getByRole("heading", { name: "Registries", level: 1 })).toBeVisible();

  await page.goto(`${app.url}/hosts`);
  await expect(missing).toBeVisible();
  await symlink(dockerHost.replace("unix://", ""), socket);
  await expect(page.getByRole("main").getByText("Running", { exact: true })).toBeVisible();
  await expect(missing).toHaveCount(0);
  await app.stop();
  await rm(directory, { recursive: true });
});
