import { rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";

import { type RegistryFront, startRegistryFront } from "../lib/registry/testing/registry-front.ts";
import { administrator, type RunningApp, startApp } from "./fixtures/app.ts";
import { test as base } from "./fixtures/browser.ts";
import { testEnvironment } from "./fixtures/environment.ts";
import { mediaTypes } from "./fixtures/images.ts";
import { Pusher } from "./fixtures/pusher.ts";
import { connectRegistry, expect, signIn } from "./fixtures/test.ts";

const { openRegistry } = testEnvironment();
/** Markup that says where it comes from, in every way it could run. */
const markup = (source: string) => `<img src=x onerror="window.pwned='${source}'">`;
const evil = (source: string) => `"'>${markup(source)}<script>window.pwned='${source}'</script>`;

/** A Docker daemon that says nothing but markup. */
async function startEvilDaemon(): Promise<{ readonly host: string; stop(): void }> {
  const socket = join(tmpdir(), `longshore-evil-${process.pid}.sock`);
  const said = evil("daemon");
  const id = `sha256:${"a".repeat(64)}`;
  const answers: Readonly<Record<string, object>> = {
    version: { ApiVersion: "1.41", Version: said },
    info: { Name: said, ServerVersion: said, OperatingSystem: said, Driver: said, Warnings: [said], NCPU: 1 },
    "images/json": [{ Id: id, RepoTags: [`evil/${said}:1`], Size: 1, Created: 1, Labels: { [said]: said } }],
    "containers/json": [{ Id: "b".repeat(64), ImageID: id, Names: [`/${said}`], State: said }],
  };
  const server: Server = createServer((request, response) => {
    const path = (request.url ?? "").replace(/^\/(v[\d.]+\/)?/, "").split("?")[0] ?? "";
    const answer = answers[path];
    response.writeHead(answer ? 200 : 500, { "content-type": "application/json" });
    response.end(JSON.stringify(answer ?? { message: evil("fault") }));
  });
  rmSync(socket, { force: true });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  return { host: `unix://${socket}`, stop: () => void server.close() };
}

const test = base.extend<object, { app: RunningApp; registry: RegistryFront }>({
  app: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from this pattern
    async ({}, use) => {
      const daemon = await startEvilDaemon();
      const app = await startApp({ dockerHost: daemon.host });
      await use(app);
      await app.stop();
      daemon.stop();
    },
    { scope: "worker", timeout: 60_000 },
  ],
  registry: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from this pattern
    async ({}, use) => {
      const front = await startRegistryFront(openRegistry);
      await pushHostileImage();
      front.intercept((_method, path) =>
        path.includes("/busybox/")
          ? { status: 403, body: JSON.stringify({ errors: [{ code: "DENIED", message: evil("refusal") }] }) }
          : undefined,
      );
      await use(front);
      await front.stop();
    },
    { scope: "worker" },
  ],
  baseURL: async ({ app }, use) => use(app.url),
});

async function pushHostileImage(): Promise<void> {
  const pusher = new Pusher(openRegistry);
  const repository = "own/hostile-pages";
  const layer = await pusher.blob(repository, Buffer.from("hostile"), mediaTypes.ociLayer);
  const label = evil("label");
  const labels = { [label]: label, "org.opencontainers.image.url": "javascript:window.pwned=1" };
  const config = {
    architecture: evil("platform"),
    os: "linux",
    author: label,
    config: { Labels: labels, Env: [`A=${label}`], Cmd: [label], User: label, WorkingDir: label },
    rootfs: { type: "layers", diff_ids: [layer.digest] },
    history: [{ created_by: evil("history"), comment: evil("history") }],
  };
  const blob = await pusher.blob(repository, Buffer.from(JSON.stringify(config)), mediaTypes.ociConfig);
  const manifest = {
    schemaVersion: 2,
    mediaType: mediaTypes.ociManifest,
    config: blob,
    layers: [layer],
    annotations: labels,
  };
  await pusher.manifest(repository, mediaTypes.ociManifest, manifest, "1");
  pusher.close();
}

/** Listens on every page before its first byte runs: nothing may be refused, and nothing hostile may have run. */
async function watch(page: Page): Promise<{ readonly violations: string[] }> {
  const violations: string[] = [];
  await page.exposeFunction("reportViolation", (text: string) => violations.push(text));
  await page.addInitScript(() => {
    const report = (window as unknown as { reportViolation(text: string): void }).reportViolation;
    addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sample }) =>
      report(`${location.pathname}: ${violatedDirective} ${blockedURI} ${sample}`),
    );
  });
  page.on("pageerror", (error) => violations.push(`${page.url()}: ${error.message}`));
  return { violations };
}

test("markup from registries, daemons, browsers and people is text on every page, and no policy is broken", async ({
  browser,
  app,
  registry,
}) => {
  const context = await browser.newContext({
    locale: "en-GB",
    baseURL: app.url,
    userAgent: `Mozilla/5.0 ${evil("agent")}`,
  });
  const page = await context.newPage();
  const { violations } = await watch(page);
  await signIn(page, administrator);
  const id = await connectRegistry(page, { name: markup("name"), endpoint: registry.endpoint });
  await expect(page.getByRole("link", { name: "own/hostile-pages" })).toBeVisible({ timeout: 60_000 });

  const repository = `/registries/${id}/own/hostile-pages`;
  for (const [path, text] of [
    ["/", markup("name")],
    ["/registries", markup("name")],
    ["/registries/connect", "Connect"],
    [`/registries/${id}/-/settings`, markup("name")],
    [repository, "own/hostile-pages"],
    [`${repository}/-/tags/1`, markup("label")],
    [`${repository}/-/tags/1?tab=layers`, markup("history")],
    [`${repository}/-/tags/1?tab=raw`, "schemaVersion"],
    [`/registries/${id}/busybox`, markup("refusal")],
    ["/hosts", markup("daemon")],
    ["/jobs", "Jobs"],
    ["/audit", markup("name")],
    ["/admin/users", administrator.username],
    ["/admin/permissions", "permission.list"],
    ["/account", "Sessions"],
    ["/nowhere", "There is nothing here"],
    [`/audit?filter=${encodeURIComponent(evil("query"))}`, "Audit log"],
    [`/registries?filter=${encodeURIComponent(evil("query"))}`, "Registries"],
  ] as const) {
    await page.goto(path);
    await expect(page.locator("body"), path).toContainText(text, { timeout: 60_000 });
    await expect(page.locator("[aria-busy=true]"), path).toHaveCount(0);
    await expect(page.locator('img[src="x"], a[href^="javascript" i]'), path).toHaveCount(0);
    expect(await page.evaluate(() => "pwned" in window), path).toBe(false);
  }
  expect(violations).toEqual([]);

  // The policy is there and the listener hears: what slips into a page does not run.
  await page.evaluate((html) => document.body.insertAdjacentHTML("beforeend", html), markup("page"));
  await page.evaluate(() => {
    const inline = document.createElement("div");
    inline.innerHTML = "<a id=leap href='javascript:window.pwned=1'>leap</a>";
    document.body.append(inline);
    document.getElementById("leap")?.click();
  });
  await expect.poll(() => violations.join("\n")).toMatch(/script-src-attr/);
  await expect.poll(() => violations.join("\n")).toMatch(/script-src-elem/);
  expect(await page.evaluate(() => "pwned" in window)).toBe(false);
  await context.close();
});
