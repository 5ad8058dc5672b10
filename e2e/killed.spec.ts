import { randomBytes } from "node:crypto";
import { createTestDatabase } from "../lib/db/testing.ts";
import { startApp } from "./fixtures/app.ts";
import { test } from "./fixtures/browser.ts";
import { testEnvironment } from "./fixtures/environment.ts";
import { pushFreshImage } from "./fixtures/fresh-image.ts";
import { startGate } from "./fixtures/gate.ts";
import { connectRegistry, expect, signIn } from "./fixtures/test.ts";

const { dockerHost, openRegistry } = testEnvironment();

const cleanups: (() => Promise<unknown>)[] = [];
test.afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

test("a server killed in the middle of a pull says after its restart that the pull did not end", async ({
  browser,
}) => {
  const database = await createTestDatabase();
  cleanups.push(database.drop);
  const env = { LONGSHORE_SECRET_KEY: randomBytes(32).toString("base64") };
  await pushFreshImage(openRegistry, "own/killed");
  const gate = await startGate(openRegistry);
  cleanups.push(gate.close);
  const killed = await startApp({ dockerHost, database, env });
  cleanups.push(killed.stop);
  const context = await browser.newContext({ locale: "en-GB", baseURL: killed.url });
  const page = await context.newPage();
  await signIn(page);
  const registryId = await connectRegistry(page, { name: "slow dock", endpoint: gate.endpoint });
  const hosts = await (await page.request.get("/api/v1/hosts")).json();
  const ordered = await page.request.post("/api/v1/images/pull", {
    headers: { origin: killed.url },
    data: {
      hostId: hosts.data[0].id,
      registryId,
      repository: "own/killed",
      reference: { kind: "tag", tag: "1.0" },
    },
  });
  const { jobId } = (await ordered.json()).data;
  await gate.reached;
  await killed.kill();
  // The daemon noticed that nobody listens any more, and stopped.
  await gate.abandoned;

  const restarted = await startApp({ dockerHost, database, env });
  cleanups.push(restarted.stop);
  const back = await (
    await browser.newContext({
      locale: "en-GB",
      baseURL: restarted.url,
      storageState: await context.storageState(),
    })
  ).newPage();
  await back.goto(`/jobs/${jobId}`);
  // Nobody is signed out by it, and within fifteen seconds nothing says that it is still running.
  await expect(back.getByRole("main").getByText("Failed", { exact: true })).toBeVisible();
  await expect(back.getByText("The process that ran this job is gone").first()).toBeVisible();
  await expect(back.getByRole("button", { name: "Pull again" })).toBeVisible();
  await expect(back.getByRole("button", { name: "1 job" })).toHaveCount(0);
  await back.goto("/audit");
  const events = back.getByRole("row").filter({ hasText: "own/killed:1.0" });
  await expect(events.first()).toContainText("failed");
});
