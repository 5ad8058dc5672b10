import { testImage } from "../lib/registry/testing/images.ts";
import { startFakeAcr } from "../lib/registry/testing/products/aliyun-acr.ts";
import { expectAccessible, expectChinese, expectFitsPhone } from "./fixtures/page-checks.ts";
import { expect, test } from "./fixtures/test.ts";

test.use({ locale: "zh-CN" });

test("Aliyun: an AccessKey lists an instance's repositories and reads them", async ({ signedIn: page }) => {
  const key = { id: "LTAI5tFakeFakeFake", secret: "acr-word-0123456789" };
  const instance = "cri-0a1b2c3d";
  const acr = await startFakeAcr({ key, instance, namespaces: { team: ["api", "web"] } });
  acr.put("team/api", "1.0", testImage());
  const listing = page.locator("[data-step=listing]");
  try {
    await page.goto("/registries/connect");
    await page.getByRole("radio", { name: "阿里云 ACR" }).check();
    await page.getByRole("textbox", { name: "地址" }).fill(acr.endpoint);
    await page.getByLabel("名称", { exact: true }).fill("阿里云");
    await page.getByLabel("用户名").fill(key.id);
    await page.getByLabel("密码或令牌").fill(key.secret);
    await page.getByLabel("实例 ID").fill("cri/../x");
    await page.getByRole("button", { name: "测试连接" }).click();
    await expect(page.getByLabel("实例 ID")).toHaveAccessibleDescription(/应为控制台中显示的 ID/);
    await page.getByLabel("实例 ID").fill(instance);
    await page.getByRole("button", { name: /测试/ }).click();
    await expect(listing).toContainText("2");
    await expectChinese(page);
    await expectAccessible(page);
    await expectFitsPhone(page);
    await page.getByRole("button", { name: "连接", exact: true }).click();
    await page.waitForURL(/\/registries\/[0-9a-f-]{36}$/);
    await page.getByRole("link", { name: /api/ }).first().click();
    await expect(page.getByText("1.0", { exact: true }).first()).toBeVisible();

    await page.goto(`${page.url().replace(/(\/registries\/[0-9a-f-]{36}).*/, "$1")}/-/settings`);
    await expect(page.getByLabel("实例 ID")).toHaveValue(instance);
  } finally {
    await acr.stop();
  }
});
