import { testImage } from "../lib/registry/testing/images.ts";
import { startFakeHarbor } from "../lib/registry/testing/products/harbor.ts";
import { testEnvironment } from "./fixtures/environment.ts";
import { expectAccessible, expectFitsPhone } from "./fixtures/page-checks.ts";
import { expect, test } from "./fixtures/test.ts";

const { openRegistry } = testEnvironment();
const secret = "Weigh-anchor-31c7-ahoy";

test.use({ instance: "import" });

test("logins of a pasted Docker configuration are shown, chosen, tested and connected", async ({
  app,
  signedIn: page,
}) => {
  app.secret(secret);
  const harbor = await startFakeHarbor({
    projects: { team: ["web"] },
    accounts: { robot$ci: { secret, projects: ["team"] } },
  });
  harbor.put("team/web", "1", testImage());
  try {
    const auth = (login: string) => ({ auth: Buffer.from(login).toString("base64") });
    const host = new URL(harbor.endpoint).host;
    const config = JSON.stringify({
      auths: {
        [host]: auth(`robot$ci:${secret}`),
        [openRegistry]: auth("somebody:wrong"),
        "http://127.0.0.1:9": auth(`me:${secret}`),
        "gcr.example": {},
      },
      credHelpers: { "gcr.example": "gcloud" },
    });
    await page.goto("/registries/connect");
    await page.getByRole("button", { name: "Import from Docker's config" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Contents of config.json").fill("not a config");
    await dialog.getByRole("button", { name: "Show what is in it" }).click();
    await expect(dialog.getByLabel("Contents of config.json")).toHaveAccessibleDescription(
      /This is not JSON/,
    );

    await dialog.getByLabel("Contents of config.json").fill(config);
    await dialog.getByRole("button", { name: "Show what is in it" }).click();
    await expect(dialog.getByText("Kept in a credential helper (gcloud)")).toBeVisible();
    await expect(dialog.getByText("Signs in as robot$ci")).toBeVisible();
    await expect(page.locator("body")).not.toContainText(secret);
    await expectAccessible(page);
    await expectFitsPhone(page);

    await dialog.getByRole("checkbox", { name: new URL(openRegistry).host }).uncheck();
    await dialog.getByRole("button", { name: "Connect 2 registries" }).click();
    // Each has its own outcome, and the way out where there is one.
    await dialog.getByRole("button", { name: `Use ${harbor.endpoint}` }).click();
    await expect(dialog.getByRole("link", { name: host })).toBeVisible();
    await expect(dialog.getByText("Nothing listens at 127.0.0.1:9")).toBeVisible();
    await expect(dialog.getByText("1 registry connected")).toBeVisible();
    await dialog.getByRole("link", { name: host }).click();
    await expect(page.getByRole("heading", { level: 1, name: host })).toBeVisible();
    await expect(page.getByRole("link", { name: "team/web" })).toBeVisible();
  } finally {
    await harbor.stop();
  }
});
