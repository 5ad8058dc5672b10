import { expect } from "@playwright/test";
import { type RunningApp, startApp } from "./fixtures/app.ts";
import { test, untilHydrated } from "./fixtures/browser.ts";
import { hostOf, testEnvironment } from "./fixtures/environment.ts";
import { pushFreshImage } from "./fixtures/fresh-image.ts";
import { type Gate, startGate } from "./fixtures/gate.ts";
import { tabAndType, tabTo } from "./fixtures/keyboard.ts";

const { authRegistry, dockerHost, openRegistry, username, password } = testEnvironment();
const image = `${hostOf(authRegistry)}/team/backend/api:1.1.0`;
const person = { username: "maren", password: "ropes, knots and anchors" };

let app: RunningApp;
let gate: Gate;
test.beforeAll(async () => {
  await pushFreshImage(openRegistry, "own/keyboard");
  gate = await startGate(openRegistry);
  app = await startApp({ dockerHost, setUp: false });
});
test.afterAll(async () => {
  await app?.stop();
  await gate?.close();
});

// No click, no fill: what somebody does who cannot use a mouse.
test("the whole main job without a mouse", async ({ page }) => {
  test.setTimeout(240_000);
  const dialog = page.getByRole("dialog");

  await test.step("set up", async () => {
    const link = /http:\S+\/setup#token=\S+/.exec(app.output())?.[0];
    if (!link) throw new Error(`no setup link in the log:\n${app.output()}`);
    await page.goto(link);
    await tabAndType(page, page.getByLabel("User name"), person.username);
    await tabAndType(page, page.getByLabel("Password", { exact: true }), person.password);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
    await untilHydrated(page);
  });

  await test.step("sign out and in", async () => {
    await tabTo(page, page.getByRole("button", { name: `Menu of ${person.username}` }));
    await page.keyboard.press("Enter");
    const signOut = page.getByRole("menuitem", { name: "Sign out" });
    await expect(signOut).toBeVisible();
    // The last of the menu.
    await page.keyboard.press("End");
    await expect(signOut).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
    await untilHydrated(page);
    await tabAndType(page, page.getByLabel("User name"), person.username);
    await tabAndType(page, page.getByLabel("Password", { exact: true }), person.password);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
    await untilHydrated(page);
  });

  await test.step("connect a registry, found in the palette", async () => {
    await page.keyboard.press("Control+k");
    await expect(dialog.getByRole("combobox")).toBeFocused();
    await page.keyboard.type("connect");
    await expect(dialog.getByRole("option", { name: "Connect a registry" })).toHaveAttribute(
      "aria-selected",
      "true",
    );
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: "Connect a registry" })).toBeVisible();
    await tabAndType(page, page.getByLabel("Name", { exact: true }), "quay");
    await tabAndType(page, page.getByLabel("Address", { exact: true }), authRegistry);
    await tabAndType(page, page.getByLabel("User name"), username);
    await tabAndType(page, page.getByLabel("Password or token"), password);
    await tabTo(page, page.getByRole("button", { name: "Test connection" }));
    await page.keyboard.press("Enter");
    await expect(page.locator("[data-step=signIn]")).toHaveAttribute("data-state", "ok");
    await tabTo(page, page.getByRole("button", { name: "Connect", exact: true }));
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: "quay" })).toBeVisible();
  });

  await test.step("find the image", async () => {
    await expect(page.getByRole("link", { name: "team/backend/api" })).toBeVisible({ timeout: 45_000 });
    await page.keyboard.press("/");
    await expect(page.getByRole("searchbox")).toBeFocused();
    await page.keyboard.type("backend");
    await expect(page.getByRole("row")).toHaveCount(2);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("row").nth(1)).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: "team/backend/api" })).toBeVisible();
    await expect(page.getByRole("row").nth(3)).toContainText("1.1.0");
    for (const key of ["j", "j", "j"]) await page.keyboard.press(key);
    await page.keyboard.press("Enter");
    await expect(page.getByText("API_VERSION=1.1.0")).toBeVisible();
    await tabTo(page, page.getByRole("link", { name: "Layers" }));
    await page.keyboard.press("Enter");
    await expect(page.getByText("apk add --no-cache ca-certificates tzdata")).toBeVisible();
  });

  await test.step("pull it and see it done", async () => {
    const pull = page.getByRole("main").getByRole("button", { name: "Pull image" });
    await tabTo(page, pull, "Shift+Tab");
    await page.keyboard.press("Enter");
    await expect(dialog.getByText(`docker pull ${image}`)).toBeVisible();
    await tabTo(page, dialog.getByRole("button", { name: "Pull image" }));
    await page.keyboard.press("Enter");
    await expect(dialog.getByText("Done", { exact: true })).toBeVisible({ timeout: 90_000 });
    await page.keyboard.press("Escape");
    await expect(dialog).toHaveCount(0);
    // Back where one was, not at the top of the page.
    await expect(pull).toBeFocused();
  });

  await test.step("order another from the palette, and think better of it", async () => {
    await page.keyboard.press("Control+k");
    await expect(dialog.getByRole("combobox")).toBeFocused();
    await page.keyboard.type("pull image");
    await page.keyboard.press("Enter");
    const pull = page.getByRole("dialog", { name: "Pull image" });
    await tabTo(page, pull.getByLabel("Registry"));
    await page.keyboard.press("Enter");
    // Keys that come before the list has the focus choose in the closed field, and Enter then what the list began with.
    await expect(page.getByRole("option", { name: "quay" })).toBeFocused();
    await page.keyboard.type("Another");
    await expect(page.getByRole("option", { name: "Another" })).toBeFocused();
    await page.keyboard.press("Enter");
    await tabAndType(page, pull.getByLabel("Address"), `${hostOf(gate.endpoint)}/own/keyboard`);
    await tabAndType(page, pull.getByLabel("Tag", { exact: true }), "1.0");
    await tabTo(page, pull.getByRole("button", { name: "Pull image" }));
    await page.keyboard.press("Enter");
    await gate.reached;
    await tabTo(page, pull.getByRole("button", { name: "Cancel the pull" }));
    await page.keyboard.press("Enter");
    const sure = page.getByRole("dialog", { name: /^Cancel/ });
    await tabTo(page, sure.getByRole("button", { name: "Cancel the pull" }));
    await page.keyboard.press("Enter");
    await expect(pull.getByText("Cancelled", { exact: true })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(dialog).toHaveCount(0);
  });

  await test.step("find it in the audit log", async () => {
    await page.keyboard.press("Control+k");
    await expect(dialog.getByRole("combobox")).toBeFocused();
    await page.keyboard.type("audit");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: "Audit log" })).toBeVisible();
    const pulled = page.getByRole("row").filter({ hasText: image });
    await page.keyboard.press("j");
    for (
      let row = 0;
      row < 10 && !(await pulled.first().evaluate((one) => one === document.activeElement));
      row += 1
    )
      await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await expect(page.getByText("127.0.0.1").first()).toBeVisible();
  });
});
