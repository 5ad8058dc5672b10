import { randomBytes } from "node:crypto";
import type { Browser, Page } from "@playwright/test";
import pg from "pg";
import { createTestDatabase, type TestDatabase } from "../lib/db/testing.ts";
import { administrator, type RunningApp, startApp } from "./fixtures/app.ts";
import { test } from "./fixtures/browser.ts";
import { testEnvironment } from "./fixtures/environment.ts";
import { pushFreshImage } from "./fixtures/fresh-image.ts";
import { type Gate, startGate } from "./fixtures/gate.ts";
import { connectRegistry, expect, signIn } from "./fixtures/test.ts";

// Two Longshores on one database, with one sealing key.

const { dockerHost, openRegistry } = testEnvironment();
let database: TestDatabase;
let a: RunningApp;
let b: RunningApp;
let gate: Gate;

test.beforeAll(async () => {
  database = await createTestDatabase();
  const env = { LONGSHORE_SECRET_KEY: randomBytes(32).toString("base64") };
  // At the same moment: both find no administrator yet.
  [a, b] = await Promise.all([
    startApp({ dockerHost, database, env }),
    startApp({ dockerHost, database, env }),
  ]);
  await pushFreshImage(openRegistry, "own/instances");
  gate = await startGate(openRegistry);
});
test.afterAll(async () => {
  await gate?.close();
  await a?.stop();
  await b?.stop();
  await database?.drop();
});

async function open(browser: Browser, app: RunningApp): Promise<Page> {
  return (await browser.newContext({ locale: "en-GB", baseURL: app.url })).newPage();
}

/** The same browser at the other instance: cookies know no ports. */
async function beside(page: Page, app: RunningApp): Promise<Page> {
  const context = await page
    .context()
    .browser()
    ?.newContext({
      locale: "en-GB",
      baseURL: app.url,
      storageState: await page.context().storageState(),
    });
  if (!context) throw new Error("no browser");
  return context.newPage();
}

/** How far the job on this page says it is, in percent. */
const shareShown = async (page: Page) =>
  Number(
    await page
      .getByRole("progressbar", { name: /^Progress of/ })
      .first()
      .getAttribute("aria-valuenow"),
  );

/** Of the process that runs the one running pull. */
async function workerPid(): Promise<number> {
  const client = new pg.Client({ connectionString: database.adminUrl });
  await client.connect();
  const { rows } = await client.query(
    `SELECT "workerId" FROM "Job" WHERE state = 'running' AND kind = 'image.pull'`,
  );
  await client.end();
  return Number(String(rows[0]?.workerId).split(":").at(-2));
}

test.describe.configure({ timeout: 180_000 });

test("a sign-in counts at both, and ends at both", async ({ browser }) => {
  const atA = await open(browser, a);
  await signIn(atA);
  const atB = await beside(atA, b);
  await atB.goto("/account");
  await expect(atB.getByRole("heading", { name: "Sessions" })).toBeVisible();
  await atA.getByRole("button", { name: /^Menu of / }).click();
  await atA.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(atA).toHaveURL(/\/login/);
  // Its stream told the open page.
  await expect(atB).toHaveURL(/\/login/);
  expect((await atB.request.get("/api/v1/account")).status()).toBe(401);
  await atA.context().close();
  await atB.context().close();
});

test("guesses are counted over both", async ({ request }) => {
  const guess = async (app: RunningApp) => {
    const { csrfToken } = (await (await request.get(`${app.url}/api/auth/csrf`)).json()) as {
      csrfToken: string;
    };
    const answer = await request.post(`${app.url}/api/auth/callback/credentials`, {
      headers: { origin: app.url },
      form: { csrfToken, username: "guessed.name", password: "one more guess", json: "true" },
    });
    return answer.text();
  };
  for (let each = 0; each < 3; each++) for (const app of [a, b]) await guess(app);
  // Five are free; the sixth, whoever counted it, began the pauses.
  await expect.poll(async () => `${await guess(a)} ${await guess(b)}`).toContain("RATE_LIMITED");
});

test("what one does is seen at the other's open pages", async ({ browser }) => {
  const atA = await open(browser, a);
  await signIn(atA);
  const atB = await open(browser, b);
  await signIn(atB, administrator);
  await atB.goto("/registries");
  await connectRegistry(atA, { name: "slow dock", endpoint: gate.endpoint });
  await expect(atB.getByRole("main").getByText("slow dock").first()).toBeVisible();

  await atA.goto("/hosts");
  await atA.getByRole("button", { name: "Pull image" }).first().click();
  const dialog = atA.getByRole("dialog", { name: "Pull image" });
  await dialog.getByLabel("Registry").click();
  await atA.getByRole("option", { name: "slow dock" }).click();
  await dialog.getByLabel("Repository").fill("own/instances");
  await dialog.getByLabel("Tag", { exact: true }).fill("1.0");
  await dialog.getByRole("button", { name: "Pull image" }).click();
  await gate.reached;

  await atB.getByRole("button", { name: "1 job" }).click();
  await atB.getByRole("link", { name: /own\/instances:1\.0/ }).click();
  await expect(atB.getByRole("log")).toContainText("own/instances:1.0");
  await expect.poll(() => shareShown(atB)).toBeGreaterThan(0);
  await atB.getByRole("button", { name: "Cancel the pull" }).click();
  await atB.getByRole("dialog").getByRole("button", { name: "Cancel the pull" }).click();
  await expect(atB.getByText("Cancelled", { exact: true })).toBeVisible();
  await gate.abandoned;

  // Again. Either may have taken it: whoever has it is killed, and the other one tells how that ended.
  await atB.getByRole("button", { name: "Pull again" }).click();
  await expect(atB.getByText("Running", { exact: true })).toBeVisible();
  await expect.poll(() => shareShown(atB)).toBeGreaterThan(0);
  const path = new URL(atB.url()).pathname;
  await atA.goto(path);
  const [dead, alive] = (await workerPid()) === a.pid ? ([a, atB] as const) : ([b, atA] as const);
  await dead.kill();
  await expect(alive.getByText("Failed", { exact: true })).toBeVisible({ timeout: 20_000 });
  await expect(alive.getByRole("button", { name: "1 job" })).toHaveCount(0);
  await atA.context().close();
  await atB.context().close();
});
