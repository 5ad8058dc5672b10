import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { announcements, heard, listen } from "./fixtures/announcements.ts";
import { hostOf, testEnvironment } from "./fixtures/environment.ts";
import { pushFreshImage } from "./fixtures/fresh-image.ts";
import { type Gate, startGate } from "./fixtures/gate.ts";
import { connectRegistry, expect, signIn, test } from "./fixtures/test.ts";

const { openRegistry } = testEnvironment();

test.use({ instance: "announce" });
let gate: Gate | undefined;
test.beforeEach(({ page }) => listen(page));
test.afterEach(async () => {
  await gate?.close();
  gate = undefined;
});

const expectHeard = (page: Page, words: RegExp, times = 1) =>
  expect.poll(() => heard(page, words), { message: String(words) }).toBe(times);

/** An image no daemon has, and a pull of it that stays where it is until it is let through. */
async function orderSlowPull(page: Page, beforeIt?: () => Promise<void>): Promise<string> {
  const repository = `announce/${randomUUID()}`;
  await pushFreshImage(openRegistry, repository);
  gate = await startGate(openRegistry);
  await page.goto("/hosts");
  await page.getByRole("button", { name: "Pull image" }).first().click();
  const dialog = page.getByRole("dialog", { name: "Pull image" });
  await dialog.getByLabel("Registry").click();
  await page.getByRole("option", { name: "Another address, without credentials" }).click();
  await dialog.getByLabel("Address").fill(`${hostOf(gate.endpoint)}/${repository}`);
  await dialog.getByLabel("Tag", { exact: true }).fill("1.0");
  await beforeIt?.();
  await dialog.getByRole("button", { name: "Pull image" }).click();
  return repository;
}

test("a pull tells its beginning, its progress now and then, and its end once", async ({
  signedIn: page,
}) => {
  const repository = await orderSlowPull(page);
  await expectHeard(page, new RegExp(`^Pulling .*${repository}:1.0$`));
  const progress = new RegExp(`${repository}:1.0: \\d+\u00a0?%$`);
  await expect.poll(() => heard(page, progress), { timeout: 40_000 }).toBeGreaterThan(1);
  gate?.release();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("Done", { exact: true })).toBeVisible();
  await expectHeard(page, new RegExp(`${repository}:1.0 is on `));
  const about = (await announcements(page)).filter(({ text }) => text.includes(repository));
  // Begin and end come when they come.
  const between = about.slice(0, -1);
  const gaps = between.slice(1).map(({ at }, index) => at - (between[index]?.at ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThan(9_000);

  // What is over when its page is opened is no news.
  await dialog.getByRole("link", { name: "Open the job" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(repository);
  await expectHeard(page, new RegExp(`${repository}:1.0 is on `));
});

test("a cancelled pull tells so once", async ({ signedIn: page }) => {
  await orderSlowPull(page);
  await gate?.reached;
  await page.getByRole("dialog").getByRole("button", { name: "Cancel the pull" }).click();
  await page.getByRole("dialog").last().getByRole("button", { name: "Cancel the pull" }).click();
  await expect(page.getByText("Cancelled", { exact: true })).toBeVisible();
  await expectHeard(page, /was cancelled$/);
});

test("a failed pull tells so once where it is seen, and from anywhere else by a toast", async ({
  signedIn: page,
}) => {
  // Gone before the daemon asks: what breaks off on the way, it tries again for a minute.
  await orderSlowPull(page, async () => gate?.close());
  await expect(page.getByText("Failed", { exact: true })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole("alert")).toHaveCount(1);
  const [alert] = await page.getByRole("alert").allInnerTexts();
  const title = alert?.split("\n")[0] ?? "";
  expect((await announcements(page)).filter(({ text }) => text.includes(title))).toHaveLength(1);
  await expect(page.locator("[data-sonner-toast]")).toHaveCount(0);
});

test("a pull that is out of sight ends with a toast that is announced", async ({ signedIn: page }) => {
  const repository = await orderSlowPull(page);
  await gate?.reached;
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).last().click();
  gate?.release();
  await expectHeard(page, new RegExp(`${repository}:1.0 is on `));
});

test("the steps of a connection test and what came of it", async ({ signedIn: page }) => {
  await page.goto("/registries/connect");
  await page.getByLabel("Address", { exact: true }).fill(openRegistry);
  await page.getByRole("button", { name: "Test connection" }).click();
  await expectHeard(page, /^The connection works\.$/);
  await expectHeard(page, /^Testing…$/);
  expect(await heard(page, /\((done|with limits)\)$/)).toBeGreaterThan(0);
  await page.getByLabel("Address", { exact: true }).fill("http://127.0.0.1:9");
  await page.getByRole("button", { name: "Test again" }).click();
  await expectHeard(page, /^The connection does not work yet\. .+ \(failed\)$/);
});

test("a filter tells how many rows it left", async ({ signedIn: page }) => {
  await page.goto("/audit");
  const filter = page.getByRole("searchbox");
  await filter.fill("nothing like this");
  await expectHeard(page, /^Nothing matches$/);
  await filter.fill("ada");
  await expectHeard(page, /^(1 row matches|(More than )?[\d,]+ rows match)$/);
});

test("the palette tells how much it found", async ({ signedIn: page }) => {
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog").getByRole("combobox").fill("audit log");
  await expectHeard(page, /^\d+ results?$/);
  await page.getByRole("dialog").getByRole("combobox").fill("zzzzqqqq");
  await expectHeard(page, /^Nothing found$/);
});

test("a refused form leads to the first field and tells what is wrong with it", async ({
  signedIn: page,
}) => {
  await page.goto("/registries/connect");
  await page.getByLabel("Name", { exact: true }).fill("kept");
  const address = page.getByLabel("Address", { exact: true });
  await address.fill("ftp://registry.example.com");
  await page.getByRole("button", { name: "Connect", exact: true }).click();
  await expect(address).toBeFocused();
  await expect(address).toHaveAttribute("aria-invalid", "true");
  await expect(address).toHaveAccessibleDescription(/Only http:\/\/ and https:\/\/ addresses are possible\./);
  await expectHeard(page, /^Only http:\/\/ and https:\/\/ addresses/);
});

test("another page is announced by its title, and the keyboard goes on in it", async ({ signedIn: page }) => {
  const spoken = () =>
    page.evaluate(
      () =>
        document.querySelector("next-route-announcer")?.shadowRoot?.querySelector("[aria-live]")?.textContent,
    );
  const rail = page.getByRole("complementary");
  for (const [link, title] of [
    ["Jobs", "Jobs · Longshore"],
    ["Audit log", "Audit log · Longshore"],
    ["Registries", "Registries · Longshore"],
  ] as const) {
    await rail.getByRole("link", { name: link, exact: true }).first().click();
    await expect(page).toHaveTitle(title);
    // Where the title comes a moment later than the page, its heading is announced.
    await expect.poll(spoken).toMatch(new RegExp(`^${link}`));
    await expect(page.getByRole("main")).toBeFocused();
  }
});

for (const [locale, words] of [
  ["en-GB", "Skip to the content"],
  ["zh-CN", "跳到正文"],
] as const) {
  test.describe(`in ${locale}`, () => {
    test.use({ locale });
    test("the first Tab offers the way to the content", async ({ page }) => {
      await signIn(page);
      await page.goto("/jobs");
      await page.keyboard.press("Tab");
      const skip = page.getByRole("link", { name: words });
      await expect(skip).toBeFocused();
      await expect(skip).toBeInViewport({ ratio: 1 });
      await page.keyboard.press("Enter");
      await page.keyboard.press("Tab");
      expect(await page.evaluate(() => document.activeElement?.closest("main") !== null)).toBe(true);
    });
  });
}

test.describe("in Chinese", () => {
  test.use({ locale: "zh-CN" });
  test("what is announced is Chinese", async ({ signedIn: page }) => {
    await page.goto("/audit");
    await page.getByRole("searchbox").fill("nothing like this");
    await expectHeard(page, /^没有匹配的内容$/);
    await page.goto("/registries/connect");
    await page.getByRole("textbox", { name: "地址" }).fill(openRegistry);
    await page.getByRole("button", { name: "测试连接" }).click();
    await expectHeard(page, /^连接正常/);
    expect((await announcements(page)).filter(({ text }) => /^[\x20-\x7e]+$/.test(text))).toEqual([]);
  });
});

test("no row that has the focus lies under the head of the table or the top bar", async ({
  signedIn: page,
  app,
}) => {
  await page.setViewportSize({ width: 1280, height: 500 });
  const id = await connectRegistry(page, { name: "long", endpoint: openRegistry });
  await page.goto(`${app.url}/registries/${id}/demo/many`);
  await expect(page.getByRole("row").nth(20)).toBeAttached({ timeout: 45_000 });
  const covered = () =>
    page.evaluate(() => {
      const box = document.activeElement?.getBoundingClientRect();
      const row = document.activeElement?.closest("tbody tr");
      if (!box || !row) return "";
      const at = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
      return row.contains(at) ? "" : `${row.textContent} under ${at?.outerHTML.slice(0, 120)}`;
    });
  await page.getByRole("row").nth(1).getByRole("link").first().focus();
  for (const key of ["Tab", "Shift+Tab"]) {
    for (let presses = 0; presses < 40; presses += 1) {
      await page.keyboard.press(key);
      expect(await covered(), key).toBe("");
    }
  }
});
