import type { Page } from "@playwright/test";
import { testEnvironment } from "./fixtures/environment.ts";
import { prepareEveryPage } from "./fixtures/every-page.ts";
import { connectRegistry, expect, test } from "./fixtures/test.ts";

const { openRegistry } = testEnvironment();

test.use({ instance: "announce" });

const mainPages = [
  "/",
  "/registries",
  "/registries/connect",
  "/hosts",
  "/jobs",
  "/audit",
  "/account",
  "/admin/users",
];

/** Whatever on the page would move for longer than a tenth of a second, now or when its state changes. */
const moving = (page: Page) =>
  page.evaluate(() => {
    const seconds = (list: string) => Math.max(...list.split(",").map(Number.parseFloat));
    const styled = [...document.querySelectorAll("*")].filter((element) => {
      const { transitionDuration, animationName, animationDuration } = getComputedStyle(element);
      return (
        seconds(transitionDuration) > 0.1 || (animationName !== "none" && seconds(animationDuration) > 0.1)
      );
    });
    const running = document.getAnimations().filter(({ effect }) => {
      const { endTime } = effect?.getComputedTiming() ?? {};
      return typeof endTime === "number" && endTime > 100;
    });
    return [
      ...styled.map(({ outerHTML }) => outerHTML.slice(0, 120)),
      ...running.map(({ id }) => `runs ${id}`),
    ];
  });

async function movingInWhatOpens(page: Page): Promise<string[]> {
  const found: string[] = [];
  const dialog = page.getByRole("dialog");
  await page.goto("/admin/users");
  await page.keyboard.press("Control+k");
  await expect(dialog).toBeVisible();
  found.push(...(await moving(page)));
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await page.getByRole("banner").locator("[aria-haspopup=menu]").click();
  await expect(page.getByRole("menu")).toBeVisible();
  found.push(...(await moving(page)));
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Add a person" }).click();
  await expect(dialog).toBeVisible();
  found.push(...(await moving(page)));
  await dialog.getByLabel("User name").fill(`mover${Date.now()}`);
  await dialog.getByLabel("Password", { exact: true }).fill("three tall cranes");
  await dialog.getByRole("button", { name: /^Add mover/ }).click();
  await expect(page.locator("[data-sonner-toast]")).toBeVisible();
  found.push(...(await moving(page)));
  return found;
}

test("nothing moves for somebody who asked for less motion", async ({ signedIn: page }) => {
  for (const path of mainPages) {
    await page.goto(path);
    expect(await moving(page), path).toEqual([]);
  }
  expect(await movingInWhatOpens(page)).toEqual([]);
});

test("for anybody else it does move", async ({ signedIn: page }) => {
  await page.emulateMedia({ reducedMotion: "no-preference" });
  await page.goto("/");
  expect(await moving(page)).not.toEqual([]);
  expect((await movingInWhatOpens(page)).length).toBeGreaterThan(3);
});

/** Columns too narrow for their own head, or for any name. */
const squeezed = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("table[aria-label] th")].flatMap((head) => {
      const { width } = head.getBoundingClientRect();
      const words = head.querySelector<HTMLElement>("button, span") ?? head;
      if (width === 0 || head.querySelector(".sr-only, input") !== null) return [];
      return width < 72 || words.scrollWidth > words.clientWidth + 1 ? [`${head.textContent}: ${width}`] : [];
    }),
  );

/** Words that do not fit their box, but for names that end in an ellipsis with the whole behind them. */
const cutOff = (page: Page) =>
  page.evaluate(() => {
    const found: string[] = [];
    for (const element of document.querySelectorAll<HTMLElement>("h1, h2, button, a, label, p")) {
      const spoken = element.offsetWidth <= 1 || element.closest(".sr-only");
      if (spoken || element.matches(":has(.truncate), .truncate")) continue;
      const { overflowX, overflowY } = getComputedStyle(element);
      const wider = element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0;
      const higher = element.scrollHeight > element.clientHeight + 3 && element.clientHeight > 0;
      if ((wider && overflowX !== "auto") || (higher && overflowY !== "auto"))
        found.push(element.outerHTML.slice(0, 200));
    }
    return found;
  });

const pageWidth = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth);

test("every page at every width, at 400 %, and with text twice as large: nothing is cut, squeezed or scrolls sideways", async ({
  signedIn: page,
  app,
}) => {
  test.setTimeout(360_000);
  for (const path of Object.values(await prepareEveryPage(page, app))) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
    await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
    for (const width of [320, 640, 768, 1024, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      // A window that was made narrower is not drawn anew at once.
      await expect.poll(() => pageWidth(page), { message: `${path} at ${width}` }).toBeLessThanOrEqual(width);
      await expect.poll(() => squeezed(page), { message: `${path} at ${width}` }).toEqual([]);
    }
    await page.addStyleTag({ content: ":root { font-size: 200% }" });
    const large = { message: `${path} with large text` };
    await expect.poll(() => pageWidth(page), large).toBeLessThanOrEqual(1280);
    await expect.poll(() => squeezed(page), large).toEqual([]);
    await expect.poll(() => cutOff(page), large).toEqual([]);
  }
});

test("under forced colours the focus, states and choices are told by edges", async ({ signedIn: page }) => {
  const id = await connectRegistry(page, { name: "edges", endpoint: openRegistry });
  await page.emulateMedia({ forcedColors: "active" });
  await page.goto("/jobs");
  const header = page.getByRole("banner");
  for (const button of await header.locator("button:visible").all()) {
    await button.focus();
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Tab");
    await expect(button).toHaveCSS("outline-style", "solid");
  }
  // The dot is nothing but its ground.
  const canvas = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const dot = page.getByRole("complementary").locator("span[aria-hidden=true].rounded-full").first();
  await expect(dot).not.toHaveCSS("background-color", canvas);
  await header.locator("[aria-haspopup=menu]").click();
  await expect(page.getByRole("menu")).toBeVisible();
  await page.getByRole("menu").focus();
  await page.keyboard.press("ArrowDown");
  await expect(page.locator("[data-highlighted]")).toHaveCSS("outline-style", "solid");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  await expect(page.locator("[cmdk-item][data-selected=true]")).toHaveCSS("outline-style", "solid");
  await page.keyboard.press("Escape");

  await page.goto("/registries/connect");
  const chosen = page.locator("label:has(input[type=radio]:checked)").first();
  const other = page.locator("label:has(input[type=radio]:not(:checked))").first();
  await expect(chosen).toHaveCSS("border-top-width", "2px");
  await expect(other).not.toHaveCSS("border-top-width", "2px");

  await page.goto(`/registries/${id}/team/backend/api`);
  const row = page
    .getByRole("row")
    .filter({ has: page.getByRole("cell") })
    .first();
  await row.getByRole("checkbox").check({ timeout: 45_000 });
  await expect(row.getByRole("cell").first()).toHaveCSS("border-top-width", "2px");
  await expect(row.locator("svg").first()).not.toHaveCSS("stroke", canvas);
  await expect(page.getByRole("button", { name: "Pull image" })).toHaveCSS("border-top-width", "1px");
  await page.keyboard.press("j");
  await expect(page.locator("tr:focus")).toHaveCSS("outline-style", "solid");
});
