import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Page } from "@playwright/test";
import { digestOf } from "../lib/registry/digest.ts";
import { testAuthority } from "../lib/registry/testing/certificates.ts";
import { type DockerRegistry, startDockerRegistry } from "../lib/registry/testing/docker-registry.ts";
import { type FakeRegistry, type Fault, startFakeRegistry } from "../lib/registry/testing/fake-registry.ts";
import * as faults from "../lib/registry/testing/faults.ts";
import { bytesOf, descriptorOf, rawManifest, testImage } from "../lib/registry/testing/images.ts";
import { startRegistryFront } from "../lib/registry/testing/registry-front.ts";
import { type RunningApp, startApp } from "./fixtures/app.ts";
import { startDaemon, type TestDaemon, unmountLeftovers } from "./fixtures/daemon.ts";
import { hostOf } from "./fixtures/environment.ts";
import { startGate } from "./fixtures/gate.ts";
import { hostArchitecture } from "./fixtures/images.ts";
import { stopServers } from "./fixtures/processes.ts";
import { tar } from "./fixtures/tar.ts";
import { test as base, connectRegistry, expect } from "./fixtures/test.ts";

/** A Docker daemon of this file's own, to be stopped; it tries each layer once, where five times take a minute. */
interface OwnDaemon extends TestDaemon {
  /** After it was ended, in the same folder. */
  startAgain(): Promise<unknown>;
}

const test = base.extend<object, { app: RunningApp; daemon: OwnDaemon }>({
  daemon: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what is needed from the pattern
    async ({}, use) => {
      const directory = await mkdtemp(join(tmpdir(), "longshore-faults-"));
      const start = () => startDaemon(directory, ["--max-download-attempts=1"]);
      await use({ ...(await start()), startAgain: start });
      await stopServers();
      await unmountLeftovers(directory);
      await rm(directory, { recursive: true, force: true });
    },
    { scope: "worker", timeout: 60_000 },
  ],
  app: [
    async ({ daemon }, use) => {
      const app = await startApp({ dockerHost: daemon.host });
      await use(app);
      await app.stop();
    },
    { scope: "worker", timeout: 60_000 },
  ],
});

// The background goes on by itself, but on two busy cores.
const patient = { timeout: 45_000 };

const stops: (() => Promise<void>)[] = [];
test.afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});
async function realRegistry(...options: Parameters<typeof startDockerRegistry>): Promise<DockerRegistry> {
  const registry = await startDockerRegistry(...options);
  stops.push(registry.stop);
  return registry;
}

const rowOf = (page: Page, name: string) =>
  page.getByRole("row").filter({ has: page.getByRole("link", { name, exact: true }) });
const trouble = (page: Page, title: string | RegExp) => page.getByRole("alert").filter({ hasText: title });

/** The other side's own words are one click away. */
async function expectWords(page: Page, title: string | RegExp, ...words: string[]): Promise<void> {
  const alert = trouble(page, title);
  await expect(alert).toBeVisible(patient);
  await alert.getByText(/^(What the other side said|Details)$/).click();
  for (const word of words) await expect(alert).toContainText(word);
}

test("a registry killed in the middle of its list: said, nothing lost, back by itself", async ({
  signedIn: page,
}) => {
  const registry = await realRegistry();
  const tags = Array.from({ length: 30 }, (_, index) => `1.${index}`);
  for (const tag of tags) await registry.push("team/app", tag, testImage({ text: `killed ${tag}` }));
  const front = await startRegistryFront(registry.endpoint);
  stops.push(front.stop);
  let killed: Promise<void> | undefined;
  front.intercept(() => {
    const asked = front.requests.filter((line) => line.includes("/team/app/manifests/1.")).length;
    if (asked > 20) killed ??= registry.kill();
    return undefined;
  });
  const id = await connectRegistry(page, { name: "sinking", endpoint: front.endpoint });
  await page.goto(`/registries/${id}/team/app`);
  const broken = /The connection to .* broke off/;
  await expectWords(page, broken, "other side closed");
  await killed;
  await expect(page.getByRole("row")).toHaveCount(tags.length + 1);
  await expect(page.getByText("being read")).toHaveCount(0);
  await page.goto("/");
  await expect(page.getByText("sinking is not reachable")).toBeVisible();

  await page.goto(`/registries/${id}/team/app`);
  await expect(trouble(page, broken)).toBeVisible();
  await registry.restart();
  // Nobody presses anything.
  await expect(page.getByRole("alert").filter({ hasText: /broke off|Nothing listens/ })).toHaveCount(
    0,
    patient,
  );
  await expect(page.getByText("not read yet")).toHaveCount(0, patient);
  await expect(rowOf(page, "1.0")).toContainText("amd64");
  await expect(page.getByText("30 tags", { exact: true })).toBeVisible();
});

test("a password and a certificate that went bad after connecting", async ({ signedIn: page }) => {
  const user = { name: "robot", password: "first-one" };
  const authority = testAuthority();
  const locked = await realRegistry({ user });
  const sealed = await realRegistry({ tls: authority.issue() });
  for (const registry of [locked, sealed]) await registry.push("team/app", "1.0", testImage());
  const indexed = () => expect(rowOf(page, "team/app")).toContainText(/\d k?B/, patient);
  const refresh = () => page.getByRole("button", { name: "refresh" }).click();

  const password = { username: user.name, password: user.password };
  await connectRegistry(page, { name: "locked", endpoint: locked.endpoint, ...password });
  await indexed();
  await locked.restart({ user: { ...user, password: "another-one" } });
  await refresh();
  const refused = "User name or password not accepted by";
  await expectWords(page, refused, "HTTP status 401", "authentication required");
  await indexed();

  const trusted = { endpoint: sealed.endpoint, authority: authority.certificate };
  await connectRegistry(page, { name: "sealed", ...trusted });
  await indexed();
  await sealed.restart({ tls: authority.issue({ from: -20, to: -10 }) });
  await refresh();
  await expectWords(page, /The certificate of .* has expired/, "certificate has expired");
  await sealed.restart({ tls: testAuthority("Somebody else").issue() });
  await refresh();
  await expectWords(page, "Nobody here knows who issued the certificate", "unable to verify");
  await indexed();
  await sealed.restart({ tls: authority.issue() });
  await expect(trouble(page, "certificate")).toHaveCount(0, patient);
});

const lie = `sha256:${"b".repeat(64)}`;

/** One repository per fault, each with 1.0 as the fault and 2.0 as it should be. */
async function lyingRegistry(): Promise<FakeRegistry> {
  const registry = await startFakeRegistry();
  stops.push(registry.stop);
  const image = (repository: string, tag: string) => {
    const made = testImage({ text: `${repository}:${tag}` });
    registry.put(repository, tag, made);
    return made;
  };
  const spoil = (repository: string, fault: (made: ReturnType<typeof testImage>) => Fault) => {
    const made = image(repository, "1.0");
    image(repository, "2.0");
    registry.inject(
      faults.at(new RegExp(`${repository}/manifests/(1\\.0|${made.digest}|${lie})$`), fault(made)),
    );
  };
  const ofManifest = ({ mediaType, raw }: ReturnType<typeof testImage>, digest: string) => ({
    "content-type": mediaType,
    "content-length": String(raw.byteLength),
    "docker-content-digest": digest,
  });
  const getOnly =
    (fault: Fault): Fault =>
    (request, response, next) =>
      request.method === "HEAD" ? next() : fault(request, response, next);
  spoil("odd/announced", ({ mediaType }) =>
    getOnly(faults.flood({ "content-type": mediaType, "content-length": String(200 * 1024 * 1024) })),
  );
  spoil("odd/chunked", ({ mediaType }) => getOnly(faults.flood({ "content-type": mediaType })));
  spoil("odd/lie", (made) => (request, response) => {
    response.writeHead(200, ofManifest(made, lie)).end(request.method === "HEAD" ? undefined : made.raw);
  });
  spoil("odd/gzip", ({ mediaType, raw, digest }) =>
    getOnly(faults.gzipped(raw, { "content-type": mediaType, "docker-content-digest": digest })),
  );
  spoil("odd/broken", () => faults.answer(500, '{"errors":[{"code":"UNKNOWN","message":"bad sector"}]}'));
  spoil("odd/cut", (made) =>
    getOnly((_request, response) => {
      response.writeHead(200, ofManifest(made, made.digest));
      response.write(made.raw.subarray(0, 100), () => response.destroy());
    }),
  );
  image("odd/endless", "1.0");
  image("odd/endless", "2.0");
  let page = 0;
  const circle: Fault = (_request, response) => {
    page += 1;
    response
      .writeHead(200, {
        "content-type": "application/json",
        link: '</v2/odd/endless/tags/list?last=x>; rel="next"',
      })
      .end(JSON.stringify({ tags: [`${(page % 2) + 1}.0`] }));
  };
  registry.inject(faults.at("odd/endless/tags", circle));
  return registry;
}

test("a registry that lies: every tag says what is wrong with it, the others stand", async ({
  signedIn: page,
}) => {
  const registry = await lyingRegistry();
  const id = await connectRegistry(page, { name: "odd ones", endpoint: registry.endpoint });
  await expect(page.getByText("not looked into yet")).toHaveCount(0, patient);
  const cases = [
    { of: "announced", title: "The answer is larger than Longshore accepts", words: [] },
    { of: "chunked", title: "The answer is larger than Longshore accepts", words: [] },
    {
      of: "lie",
      title: "does not have the digest it should have",
      words: [`Expected ${lie}`, "Received sha256:"],
    },
    { of: "cut", title: /The connection to .* broke off/, words: ["other side closed"] },
    { of: "broken", title: /The registry at .* failed/, words: ["HTTP status 500", "bad sector"] },
  ];
  for (const { of, title, words } of cases) {
    await page.goto(`/registries/${id}/odd/${of}`);
    await expect(rowOf(page, "1.0")).toContainText("could not be read");
    await expect(rowOf(page, "2.0")).toContainText("amd64");
    await page.getByRole("link", { name: "1.0", exact: true }).click();
    if (words.length > 0) await expectWords(page, title, ...words);
    else await expect(trouble(page, title)).toBeVisible();
    await expect(page.getByText("This tag is being read")).toHaveCount(0);
  }
  await page.goto(`/registries/${id}/odd/gzip`);
  await expect(rowOf(page, "1.0")).toContainText("amd64");
  await page.goto(`/registries/${id}/odd/endless`);
  await expect(trouble(page, "The registry's list does not end")).toBeVisible();
  await expect(rowOf(page, "1.0")).toContainText("amd64");
  await expect(rowOf(page, "2.0")).toContainText("amd64");

  // The whole registry: a proxy's page instead of the list, then the wish to be left alone.
  registry.inject(faults.at("_catalog", faults.html(200, "Sign in to the proxy")));
  await page.goto(`/registries/${id}`);
  await page.getByRole("button", { name: "refresh" }).click();
  await expectWords(page, /The answer of .* makes no sense/, "HTTP status 200", "Sign in to the proxy");
  registry.inject(faults.answer(429, "slow down", { "retry-after": "3600" }));
  await page.getByRole("button", { name: "refresh" }).click();
  const paused = "The registry asks for a pause";
  await expectWords(page, paused, "It wants no requests before", "HTTP status 429", "slow down");
  await expect(page.getByRole("main").getByText("Limited", { exact: true })).toBeVisible();
  await expect(rowOf(page, "odd/gzip")).toBeVisible();
});

/** An image so large that half of it is still on its way when the first half is there, whatever the system buffers. */
function largeImage() {
  const files = tar([{ path: "noise.bin", content: randomBytes(40_000_000) }]);
  const layer = gzipSync(files, { level: 0 });
  const config = bytesOf({
    os: "linux",
    architecture: hostArchitecture,
    rootfs: { type: "layers", diff_ids: [digestOf(files)] },
  });
  const configType = "application/vnd.docker.container.image.v1+json";
  const mediaType = "application/vnd.docker.distribution.manifest.v2+json";
  const layers = [descriptorOf(layer, "application/vnd.docker.image.rootfs.diff.tar.gzip")];
  const body = { schemaVersion: 2, mediaType, config: descriptorOf(config, configType), layers };
  return rawManifest(body, mediaType, [config, layer]);
}

async function orderPull(page: Page, registry: string) {
  await page.goto("/hosts");
  await page.getByRole("button", { name: "Pull image" }).first().click();
  const dialog = page.getByRole("dialog", { name: "Pull image" });
  await dialog.getByLabel("Registry").click();
  await page.getByRole("option", { name: registry }).click();
  await dialog.getByLabel("Repository").fill("team/large");
  await dialog.getByLabel("Tag", { exact: true }).fill("1.0");
  await dialog.getByRole("button", { name: "Pull image" }).click();
  return dialog;
}

test("daemon, then registry, ended in the middle of a pull: the job says which, and can be done again", async ({
  signedIn: page,
  daemon,
}) => {
  const registry = await realRegistry();
  await registry.push("team/large", "1.0", largeImage());
  const gate = await startGate(registry.endpoint);
  stops.push(gate.close);
  await connectRegistry(page, { name: "slow quay", endpoint: gate.endpoint });

  const dialog = await orderPull(page, "slow quay");
  await gate.reached;
  await daemon.signal("SIGTERM");
  const gone = /Docker does not answer at|There is no Docker socket at/;
  await expect(dialog.getByRole("alert").filter({ hasText: gone })).toBeVisible(patient);
  await dialog.getByRole("link", { name: "Open the job" }).click();
  await expect(page).toHaveURL(/\/jobs\//);
  await expect(page.getByText("Failed", { exact: true })).toBeVisible();
  const job = page.url();
  await page.goto("/hosts");
  await expect(page.getByText("Not reachable", { exact: true })).toBeVisible();
  await daemon.startAgain();
  await expect(page.getByText("Running", { exact: true })).toBeVisible(patient);

  await page.goto(job);
  await page.getByRole("button", { name: "Pull again" }).click();
  await expect(page.getByText("Running", { exact: true })).toBeVisible(patient);
  await expect(page.getByText(/^[1-9][\d.]* MB of 40 MB$/).first()).toBeVisible(patient);
  await registry.kill();
  gate.release();
  await expect(page.getByText("trying again")).toBeVisible(patient);
  await expectWords(page, `Docker cannot reach ${hostOf(gate.endpoint)}`, "EOF");
  await expect(page.getByText("Failed", { exact: true })).toBeVisible();
  await expect(page.getByRole("log")).toContainText("connection lost, Docker tries again");

  await registry.restart();
  await page.getByRole("button", { name: "Pull again" }).click();
  await expect(page.getByText("Done", { exact: true })).toBeVisible(patient);
});

test("a daemon that hangs delays no page, is named as that, and is well again when it wakes", async ({
  signedIn: page,
  daemon,
}) => {
  await daemon.signal("SIGSTOP");
  stops.push(() => daemon.signal("SIGCONT"));
  await page.goto("/hosts", { waitUntil: "commit" });
  await expect(page.getByRole("heading", { level: 1, name: "This machine" })).toBeVisible();
  await expect(page.getByText("Asking Docker…")).toBeVisible();
  await expect(trouble(page, "accepts connections but does not answer")).toBeVisible(patient);
  await daemon.signal("SIGCONT");
  await expect(page.getByText("Running", { exact: true })).toBeVisible(patient);
});
