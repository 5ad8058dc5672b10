import { testImage } from "../lib/registry/testing/images.ts";
import { startFakeEcr } from "../lib/registry/testing/products/ecr.ts";
import { expectAccessible, expectFitsPhone } from "./fixtures/page-checks.ts";
import { expect, test } from "./fixtures/test.ts";

test("Amazon ECR: an access key lists, and reads what docker's login may", async ({ signedIn: page }) => {
  const key = { id: "AKIDEXAMPLE", secret: "key-secret-0123456789" };
  const ecr = await startFakeEcr({
    key,
    account: "012345678910",
    repositories: ["team/cloudy"],
    scope: { region: "eu-west-1", service: "ecr" },
  });
  ecr.put("team/cloudy", "1.0", testImage());
  try {
    await page.goto("/registries/connect");
    await page.getByRole("radio", { name: "Amazon ECR", exact: true }).check();
    await page.getByLabel("Address").fill(ecr.endpoint);
    await page.getByLabel("Name", { exact: true }).fill("our cloud");
    await page.getByLabel("User name").fill(key.id);
    await page.getByLabel("Password or token").fill(key.secret);
    await page.getByRole("button", { name: "Test connection" }).click();
    await expect(page.getByLabel("Region")).toHaveAccessibleDescription(/Fill this in/);

    await page.getByLabel("Region").fill("eu-west-1");
    await page.getByRole("button", { name: /^Test/ }).click();
    await expect(page.locator("[data-step=listing]")).toContainText("1 repository");
    await expect(page.locator("[data-step=product]")).toContainText("It is Amazon ECR");
    await expectAccessible(page);
    await expectFitsPhone(page);

    await page.getByRole("button", { name: "Connect", exact: true }).click();
    await page.waitForURL(/\/registries\/[0-9a-f-]{36}$/);
    await page
      .getByRole("link", { name: /cloudy/ })
      .first()
      .click();
    await expect(page.getByText("1.0", { exact: true }).first()).toBeVisible();
    expect(JSON.stringify(ecr.seen)).not.toContain(key.secret);
  } finally {
    await ecr.stop();
  }
});
