import { administrator } from "./fixtures/app.ts";
import { untilHydrated } from "./fixtures/browser.ts";
import { hostOf, testEnvironment } from "./fixtures/environment.ts";
import { tabAndType, tabTo } from "./fixtures/keyboard.ts";
import { expect, test } from "./fixtures/test.ts";

const { authRegistry, username, password } = testEnvironment();
const image = `${hostOf(authRegistry)}/team/backend/api:1.1.0`;

test.use({ instance: "keyboard" });

// No click, no fill: what somebody does who cannot use a mouse.
test("the whole main job without a mouse", async ({ page }) => {
  test.setTimeout(180_000);
  const dialog = page.getByRole("dialog");

  await test.step("sign in", async () => {
    await page.goto("/login");
    await tabAndType(page, page.getByLabel("User name"), administrator.username);
    await tabAndType(page, page.getByLabel("Password", { exact: true }), administrator.password);
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

  await test.step("find it in the audit log", async () => {
    await page.keyboard.press("Control+k");
    await expect(dialog.getByRole("combobox")).toBeFocused();
    await page.keyboard.type("audit");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: "Audit log" })).toBeVisible();
    await expect(page.getByRole("row").nth(1)).toContainText(image);
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await expect(page.getByText("127.0.0.1").first()).toBeVisible();
  });
});
