import { randomUUID } from "node:crypto";
import { type BrowserContext, expect, type Page } from "@playwright/test";
import { startDockerRegistry } from "../lib/registry/testing/docker-registry.ts";
import { startFakeRegistry } from "../lib/registry/testing/fake-registry.ts";
import { bearer } from "../lib/registry/testing/faults.ts";
import { startTokenServer } from "../lib/registry/testing/token-server.ts";
import { administrator, type RunningApp, startApp } from "./fixtures/app.ts";
import { test as base } from "./fixtures/browser.ts";
import { certificateWithoutNames } from "./fixtures/certificates.ts";
import { finishConnect, openConnect, step, testButton } from "./fixtures/connect-form.ts";
import { hostOf, testEnvironment } from "./fixtures/environment.ts";
import { expectAccessible, expectChinese, expectFitsPhone } from "./fixtures/page-checks.ts";

const { openRegistry, authRegistry, tlsRegistry, username, password, authority } = testEnvironment();

interface SignedInApp extends RunningApp {
  readonly cookies: Awaited<ReturnType<BrowserContext["cookies"]>>;
}

/** One Longshore for all tests here, with somebody signed in once. */
const test = base.extend<object, { app: SignedInApp }>({
  app: [
    async ({ browser }, use) => {
      const app = await startApp();
      const context = await browser.newContext({ locale: "en-GB" });
      const page = await context.newPage();
      await page.goto(`${app.url}/login`);
      await page.getByLabel("User name").fill(administrator.username);
      await page.getByLabel("Password", { exact: true }).fill(administrator.password);
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.waitForURL(`${app.url}/`);
      const cookies = await context.cookies();
      await context.close();
      await use({ ...app, cookies });
      await app.stop();
    },
    { scope: "worker", timeout: 60_000 },
  ],
  baseURL: async ({ app }, use) => use(app.url),
});

test.beforeEach(async ({ app, context }) => {
  await context.addCookies(app.cookies);
});

/** Connects the registry behind a password, for the tests about settings. Answers its page's address. */
async function connectAuth(page: Page, name: string): Promise<string> {
  await openConnect(page, authRegistry, name);
  await page.getByLabel("User name").fill(username);
  await page.getByLabel("Password or token").fill(password);
  return finishConnect(page);
}

test("an open registry typed without a scheme: http is offered, one click applies it", async ({ page }) => {
  await page.goto("/registries/connect");
  await page.getByLabel("Address").fill(hostOf(openRegistry));
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue(hostOf(openRegistry));
  await testButton(page).click();
  await expect(step(page, "tls")).toContainText("speaks plain HTTP");
  await expect(step(page, "signIn")).toContainText("not reached");

  await page.getByRole("button", { name: `Use ${openRegistry}` }).click();
  await expect(page.getByLabel("Plain HTTP")).toBeChecked();
  await expect(page.getByText("Password and images travel unprotected.").first()).toBeVisible();
  await expect(step(page, "api")).toContainText("/v2/ answers");
  await expect(step(page, "signIn")).toContainText("Anonymous access accepted");
  await expect(step(page, "listing")).toContainText(/\d+ repositories/);
  await expect(step(page, "product")).toContainText("It is CNCF Distribution");

  await page.getByLabel("Name", { exact: true }).fill("open");
  await finishConnect(page);
  await expect(page.getByRole("heading", { level: 1, name: "open" })).toBeVisible();
  await expect(page.getByRole("link", { name: "busybox" })).toBeVisible();
});

test("a password refused says so and stays typed; the right one connects", async ({ page }) => {
  await openConnect(page, authRegistry, "behind a password");
  await page.getByLabel("User name").fill(username);
  await page.getByLabel("Password or token").fill("wrong");
  await page.getByRole("button", { name: "Connect", exact: true }).click();
  await expect(step(page, "signIn")).toHaveAttribute("data-state", "error");
  await expect(step(page, "signIn")).toContainText("not accepted");
  await expect(page.getByRole("button", { name: "Connect anyway" })).toBeVisible();
  await expect(page.getByLabel("Password or token")).toHaveValue("wrong");

  await page.getByLabel("Password or token").fill(password);
  await finishConnect(page);
  await expect(page.getByRole("link", { name: "busybox" })).toBeVisible();
});

test("an authority nobody knows: pasted, shown, trusted", async ({ page }) => {
  await openConnect(page, tlsRegistry, "own authority");
  await testButton(page).click();
  await expect(step(page, "tls")).toHaveAttribute("data-state", "error");

  await page.getByLabel("Certificate in PEM form").fill("no certificate");
  await expect(page.getByText("No certificate can be read from this text.")).toBeVisible();
  await page.getByLabel("Certificate in PEM form").fill(authority);
  await expect(page.getByText("Longshore test authority", { exact: true })).toBeVisible();
  await expect(page.getByText(/· ECDSA P-256 · until/)).toBeVisible();
  await testButton(page).click();
  await expect(step(page, "tls")).toContainText("TLS trusted");
  await expect(step(page, "tls")).toContainText("by the authority you pasted: Longshore test authority");

  await page.getByRole("button", { name: "remove" }).click();
  await page.getByLabel("Skip certificate check").check();
  await expect(page.getByText("Paste the certificate authority instead")).toBeVisible();
  await testButton(page).click();
  await expect(step(page, "tls")).toContainText("Certificate not checked");
  await expect(step(page, "product")).toContainText("It is CNCF Distribution");

  await page.getByLabel("Skip certificate check").uncheck();
  await page.getByLabel("Certificate in PEM form").fill(authority);
  await finishConnect(page);
  await expect(page.getByRole("link", { name: "busybox" })).toBeVisible();
});

test("a certificate without subjectAltName is named as the cause", async ({ page }) => {
  const tls = await certificateWithoutNames();
  const registry = await startDockerRegistry({ tls });
  try {
    await openConnect(page, registry.endpoint, "old certificate");
    await page.getByLabel("Certificate in PEM form").fill(tls.certificate);
    await expect(page.getByText("localhost").first()).toBeVisible();
    await testButton(page).click();
    await expect(step(page, "tls")).toContainText("subjectAltName");
  } finally {
    await registry.stop();
  }
});

test("a token server on another site gets the password only after it was approved by name", async ({
  app,
  page,
}) => {
  const issued = `issued.${randomUUID()}`;
  app.secret(issued);
  const tokens = await startTokenServer({ mint: () => issued });
  const registry = await startFakeRegistry({
    faults: [bearer(`Bearer realm="${tokens.realm}",service="fake"`, (token) => tokens.issued(token))],
  });
  const credentials = () => tokens.asked.filter(({ authorization }) => authorization !== undefined).length;
  try {
    await openConnect(page, registry.endpoint.replace("127.0.0.1", "localhost"), "tokens elsewhere");
    await page.getByLabel("User name").fill(username);
    await page.getByLabel("Password or token").fill(password);
    await testButton(page).click();
    await expect(step(page, "signIn")).toContainText(`The sign-in leads to another host: ${tokens.origin}`);
    expect(credentials()).toBe(0);

    await page.getByRole("button", { name: `Let ${tokens.origin} receive the password` }).click();
    await expect(step(page, "signIn")).toContainText(`as ${username}`);
    expect(credentials()).toBeGreaterThan(0);
    await expect(page.getByText("Token servers allowed to receive the password")).toBeVisible();
    const registryUrl = await finishConnect(page);
    await page.goto(`${registryUrl}/-/settings`);
    await expect(page.getByText(tokens.origin)).toBeVisible();
  } finally {
    await registry.stop();
    await tokens.stop();
  }
});

test("a refused field is named, focused, and nothing typed is lost", async ({ page }) => {
  await openConnect(page, "ftp://registry.example.com", "kept");
  await page.getByLabel("User name").fill(username);
  await page.getByLabel("Password or token").fill(password);
  await page.getByLabel("Description").fill("a description");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Only http:// and https:// addresses are possible.")).toBeVisible();
  await expect(page.getByLabel("Address")).toBeFocused();
  await expect(page.getByLabel("Password or token")).toHaveValue(password);
  await expect(page.getByLabel("Description")).toHaveValue("a description");
});

test("settings: an empty password keeps the stored one, another address wants it again", async ({ page }) => {
  const registryUrl = await connectAuth(page, "to change");
  await page.goto(`${registryUrl}/-/settings`);
  await expect(page.getByLabel("Password or token")).toHaveValue("");
  expect(await page.content()).not.toContain(password);

  await page.getByLabel("Name", { exact: true }).fill("changed");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Settings of changed" })).toBeVisible();
  await page.getByRole("button", { name: "Test saved connection" }).click();
  await expect(step(page, "signIn")).toContainText(`as ${username}`);
  await expect(step(page, "product")).toHaveAttribute("data-state", "ok");

  await page.getByLabel("Address").fill(hostOf(openRegistry));
  await page.getByRole("button", { name: "Test changes" }).click();
  await expect(page.getByText("Tested without the stored password")).toBeVisible();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("The address changed: type the password or token again.")).toBeVisible();
  await expect(page.getByLabel("Password or token")).toBeFocused();
  await expect(page.getByLabel("Address")).toHaveValue(hostOf(openRegistry));

  await page.reload();
  await expect(page.getByLabel("Address")).toHaveValue(hostOf(authRegistry));
});

test("settings: forget the credential, disable, enable, remove by typed name", async ({ page }) => {
  const registryUrl = await connectAuth(page, "to remove");
  await page.goto(`${registryUrl}/-/settings`);
  await page.getByRole("button", { name: "Disable" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Disable" }).click();
  await expect(page.getByText("This registry is disabled.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Test saved connection" })).toHaveAttribute(
    "aria-disabled",
    "true",
  );
  await page.getByRole("button", { name: "Enable", exact: true }).click();
  await expect(page.getByText("Enabled: the index is refreshed")).toBeVisible();

  await page.getByRole("button", { name: "Forget credential" }).click();
  await expect(page.getByRole("dialog")).toContainText(
    "User name and password are deleted from this server.",
  );
  await page.getByRole("dialog").getByRole("button", { name: "Forget credential" }).click();
  await expect(page.getByText("No credential is stored")).toBeVisible();

  await page.getByRole("button", { name: "Remove registry" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("Nothing is deleted in the registry itself.");
  await expect(dialog.getByRole("button", { name: "Remove registry" })).toHaveAttribute(
    "aria-disabled",
    "true",
  );
  await dialog.getByRole("textbox").fill("to remove");
  await dialog.getByRole("button", { name: "Remove registry" }).click();
  await page.waitForURL(/\/registries$/);
  await expect(page.getByRole("heading", { level: 1, name: "Registries" })).toBeVisible();
  await expect(page.getByRole("main").getByRole("link", { name: "to remove", exact: true })).toBeHidden();
});

test("a test by id takes nothing from its caller, and nothing secret is printed", async ({ app, page }) => {
  const registryUrl = await connectAuth(page, "by id");
  const id = registryUrl.split("/").at(-1);
  const headers = { origin: app.url };
  const bent = await page.request.post(`${app.url}/api/v1/registries/${id}/test`, {
    headers,
    data: { endpoint: openRegistry, skipTlsVerify: true },
  });
  expect(bent.status()).toBe(400);
  expect(await bent.json()).toMatchObject({
    ok: false,
    error: { code: "INVALID_INPUT", fields: { endpoint: "unknown_field", skipTlsVerify: "unknown_field" } },
  });
  const plain = await page.request.post(`${app.url}/api/v1/registries/${id}/test`, { headers, data: {} });
  expect(plain.headers()["content-type"]).toContain("application/x-ndjson");
  const lines = (await plain.text())
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { type: string });
  expect(lines.at(-1)).toMatchObject({ type: "report", report: { ok: true } });
  for (const path of [`/api/v1/registries/${id}`, "/api/v1/registries", `/registries/${id}/-/settings`]) {
    expect(await (await page.request.get(app.url + path)).text(), path).not.toContain(password);
  }
  expect(app.output()).not.toContain(password);
});

test("list, connect and settings are accessible in both themes and fit a phone", async ({ page }) => {
  // Three pages in two themes under axe, on a busy machine.
  test.setTimeout(180_000);
  const registryUrl = await connectAuth(page, "for everybody");
  await page.goto(`${registryUrl}/-/settings`);
  await page.getByRole("button", { name: "Test saved connection" }).click();
  await expect(step(page, "product")).toHaveAttribute("data-state", "ok");
  await expectAccessible(page);
  await expectFitsPhone(page);

  await page.goto("/registries");
  await expect(
    page.getByRole("main").getByRole("link", { name: "for everybody", exact: true }),
  ).toBeVisible();
  await expectAccessible(page);
  await expectFitsPhone(page);

  await openConnect(page, hostOf(openRegistry), "not connected");
  await page.getByLabel("Certificate in PEM form").fill(authority);
  await page.getByLabel("Skip certificate check").check();
  await testButton(page).click();
  await expect(page.getByRole("button", { name: `Use ${openRegistry}` })).toBeVisible();
  await expectAccessible(page);
  await expectFitsPhone(page);
});

test.describe("in Chinese", () => {
  test.use({ locale: "zh-CN" });

  test("connect over the offered http, and its settings", async ({ page, context }) => {
    await context.clearCookies({ name: "longshore-locale" });
    await page.goto("/registries/connect");
    await expect(page.getByRole("heading", { level: 1, name: "连接镜像仓库" })).toBeVisible();
    await page.getByRole("textbox", { name: "地址" }).fill(hostOf(openRegistry));
    await page.getByRole("button", { name: "测试连接" }).click();
    await page.getByRole("button", { name: `改用 ${openRegistry}` }).click();
    await expect(step(page, "signIn")).toContainText("接受匿名访问");
    await expect(step(page, "product")).toHaveAttribute("data-state", "ok");
    await expectChinese(page);
    await page.getByLabel("名称").fill("港口");
    await page.getByRole("button", { name: "连接", exact: true }).click();
    await page.waitForURL(/\/registries\/[0-9a-f-]{36}$/);
    await page.goto(`${page.url()}/-/settings`);
    await expect(page.getByRole("heading", { level: 1, name: "港口 的设置" })).toBeVisible();
    await expectChinese(page);
  });
});
