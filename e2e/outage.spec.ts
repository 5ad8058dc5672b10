import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { appRole, bootstrap, ownerRole } from "../lib/db/bootstrap.ts";
import { migrate } from "../lib/db/migrate.ts";
import { type RunningPostgres, startPostgres } from "../scripts/lib/postgres.mjs";
import { administrator, type RunningApp, startApp } from "./fixtures/app.ts";
import { test } from "./fixtures/browser.ts";
import { hostOf, testEnvironment } from "./fixtures/environment.ts";
import { pushFreshImage } from "./fixtures/fresh-image.ts";
import { type Gate, startGate } from "./fixtures/gate.ts";
import { connectRegistry, expect, signIn } from "./fixtures/test.ts";

// A Longshore on a Postgres of the test's own, which is stopped and started again.

const { dockerHost, openRegistry } = testEnvironment();
const root = join(import.meta.dirname, "..");
const outageMs = 10_000;

let home: string;
let postgres: RunningPostgres;
let own: RunningApp;
let gate: Gate;

test.beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "longshore-outage-"));
  postgres = await startPostgres({ root, home, fast: true });
  const name = "longshore";
  await bootstrap(postgres.url("postgres", "postgres"), name);
  await migrate({ root, ownerUrl: postgres.url(name, ownerRole), appRole });
  own = await startApp({
    dockerHost,
    database: {
      name,
      adminUrl: postgres.url(name, "postgres"),
      ownerUrl: postgres.url(name, ownerRole),
      appUrl: postgres.url(name, appRole),
      drop: async () => undefined,
    },
  });
  await pushFreshImage(openRegistry, "own/outage");
  gate = await startGate(openRegistry);
});
test.afterAll(async () => {
  await gate?.close();
  await own?.stop();
  await postgres?.stop();
  await rm(home, { recursive: true, force: true });
});

async function startPull(page: Page, registry: string): Promise<void> {
  await page.goto("/hosts");
  await page.getByRole("button", { name: "Pull image" }).first().click();
  const dialog = page.getByRole("dialog", { name: "Pull image" });
  await dialog.getByLabel("Registry").click();
  await page.getByRole("option", { name: registry }).click();
  await dialog.getByLabel("Repository").fill("own/outage");
  await dialog.getByLabel("Tag", { exact: true }).fill("1.0");
  await dialog.getByRole("button", { name: "Pull image" }).click();
  await gate.reached;
  await dialog.getByRole("link", { name: "Open the job" }).click();
  await expect(page).toHaveURL(/\/jobs\//);
  await expect(page.getByRole("main").getByText("Running", { exact: true })).toBeVisible();
}

test("a database away for ten seconds signs nobody out, ends no job, and pages come back by themselves", async ({
  browser,
}) => {
  const context = await browser.newContext({ locale: "en-GB", baseURL: own.url });
  const job = await context.newPage();
  await signIn(job, administrator);
  await connectRegistry(job, { name: "slow dock", endpoint: gate.endpoint });
  await startPull(job, "slow dock");
  const loaded = await context.newPage();
  const walked = await context.newPage();
  await walked.goto("/registries");
  const open = await context.newPage();
  await open.goto("/registries");
  await expect(open.getByRole("link", { name: "slow dock" }).last()).toBeVisible();

  await postgres.stop();
  const away = Date.now();
  const logged = own.output().length;
  const words = "The database does not answer";
  // A page loaded now, and one gone to by a link: both say so.
  await loaded.goto("/account", { waitUntil: "commit" });
  await expect(loaded.getByText(words).first()).toBeVisible();
  await walked.getByRole("link", { name: "Audit log" }).first().click();
  await expect(walked.getByText(words).first()).toBeVisible();
  // And one that was open and asks for other rows.
  await open.getByRole("searchbox").fill("slow");
  await expect(open.getByText(words).first()).toBeVisible();
  expect((await context.request.get("/api/v1/account")).status()).toBe(503);
  // The pull ends meanwhile, and nobody can write that down.
  gate.release();
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, outageMs - (Date.now() - away))));
  postgres = await startPostgres({ root, home, fast: true });

  await expect(loaded.getByRole("heading", { name: "Sessions" })).toBeVisible();
  await expect(walked.getByRole("heading", { level: 1, name: "Audit log" })).toBeVisible();
  await expect(open.getByText(words)).toHaveCount(0, { timeout: 30_000 });
  await expect(open.getByRole("main").getByRole("link", { name: "slow dock" }).first()).toBeVisible();
  await expect(job.getByText("Done", { exact: true })).toBeVisible({ timeout: 30_000 });
  await expect(job.getByRole("log")).toContainText("Digest: sha256:");
  await expect(job.getByRole("log")).toContainText(hostOf(gate.endpoint));
  expect((await context.request.get("/api/v1/account")).status()).toBe(200);

  // One line each for what failed, the cause named: no flood in which the next thing would drown.
  const lines = own.output().slice(logged).split("\n");
  const requests = lines.filter((line) => line.includes("the database is away"));
  expect(requests.length).toBeGreaterThan(0);
  for (const line of requests) expect(line).not.toContain("stack");
  // Nor from the queue's clockwork and the listening connection, which try again and again.
  expect(lines.filter((line) => line.includes('"level":"error"')).length).toBeLessThan(5);
  await context.close();
});
