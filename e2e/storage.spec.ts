import { randomBytes } from "node:crypto";
import type { Locator } from "@playwright/test";
import { type DockerRegistry, startDockerRegistry } from "../lib/registry/testing/docker-registry.ts";
import { Pusher } from "./fixtures/pusher.ts";
import { connectRegistry, expect, test } from "./fixtures/test.ts";

const oci = "application/vnd.oci.image";
const layerType = `${oci}.layer.v1.tar`;

let registry: DockerRegistry;
test.beforeAll(async () => {
  registry = await startDockerRegistry();
});
test.afterAll(() => registry.stop());

/** Where everything stands: two layers are in two places each, once in one namespace and once in two. */
const layers = {
  "team/api": { own: 300_000, both: 800_000, everywhere: 500_000 },
  "team/web": { own: 200_000, both: 800_000 },
  "other/job": { own: 100_000, everywhere: 500_000 },
} as const;

/** Pushes it; what each repository alone holds, its configuration among that. */
async function pushAll(): Promise<Record<keyof typeof layers, number>> {
  const pusher = new Pusher(registry.endpoint);
  const shared = { both: randomBytes(800_000), everywhere: randomBytes(500_000) };
  const alone = { "team/api": 0, "team/web": 0, "other/job": 0 };
  for (const [repository, sizes] of Object.entries(layers) as [keyof typeof layers, object][]) {
    const facts = { os: "linux", architecture: "amd64", author: repository };
    const config = Buffer.from(JSON.stringify({ ...facts, rootfs: { type: "layers", diff_ids: [] } }));
    const bytes = Object.entries(sizes).map(([name, size]) =>
      name === "own" ? randomBytes(size) : shared[name as keyof typeof shared],
    );
    const mediaType = `${oci}.manifest.v1+json`;
    const content = {
      schemaVersion: 2,
      mediaType,
      config: await pusher.blob(repository, config, `${oci}.config.v1+json`),
      layers: await Promise.all(bytes.map((layer) => pusher.blob(repository, layer, layerType))),
    };
    // Two tags of one image hold nothing twice.
    await pusher.manifest(repository, mediaType, content, "1.0");
    await pusher.manifest(repository, mediaType, content, "latest");
    alone[repository] = config.length + layers[repository].own;
  }
  pusher.close();
  return alone;
}

const exactly = (bytes: number) => `${bytes.toLocaleString("en")} bytes`;
/** Every byte of each size a row tells. */
const bytesOf = (row: Locator) =>
  row.getByTitle(/ bytes$/).evaluateAll((cells) => cells.map((cell) => cell.getAttribute("title")));

test("what a registry holds is what was pushed, each layer once; picture, tables and largest layers agree", async ({
  signedIn: page,
}) => {
  const alone = await pushAll();
  const id = await connectRegistry(page, { name: "stored", endpoint: registry.endpoint });
  for (const repository of Object.keys(layers)) {
    await expect(page.getByRole("row").filter({ hasText: repository })).toContainText(/\d (kB|MB)/);
  }
  await page.goto(`/registries/${id}/-/storage`);
  const rows = (title: string) =>
    page
      .locator("section")
      .filter({ has: page.getByRole("heading", { name: title }) })
      .locator("tbody")
      .getByRole("row");

  const held = {
    team: alone["team/api"] + alone["team/web"] + 800_000,
    other: alone["other/job"],
    shared: 500_000,
  };
  const all = held.team + held.other + held.shared;
  await expect(page.getByTitle(exactly(all), { exact: true })).toBeVisible();
  const namespaces = rows("By namespace");
  await expect(namespaces).toHaveCount(2);
  for (const name of ["team", "other"] as const) {
    const row = namespaces.filter({ hasText: name });
    expect(await bytesOf(row)).toEqual([held[name], held.shared, held[name] + held.shared].map(exactly));
    const tile = page.getByRole("listitem").filter({ has: page.getByTitle(new RegExp(`^${name} `)) });
    const size = await row.getByRole("cell").first().textContent();
    const share = held[name] / all;
    await expect(tile.locator("[title]")).toHaveAttribute(
      "title",
      `${name} ${size}, ${Math.round(share * 100)}%`,
    );
    const area = await tile.evaluate(
      ({ style }) => (Number.parseFloat(style.width) * Number.parseFloat(style.height)) / 10_000,
    );
    expect(area).toBeCloseTo(share, 2);
  }
  await expect(page.getByTitle(/^shared 500 kB, /)).toBeVisible();

  const largest = rows("Largest layers");
  expect(await bytesOf(largest.nth(0))).toEqual([exactly(800_000)]);
  await expect(largest.nth(0).getByRole("link")).toHaveText(["team/api", "team/web"]);
  expect(await bytesOf(largest.nth(1))).toEqual([exactly(500_000)]);
  await expect(largest.nth(1).getByRole("link")).toHaveText(["other/job", "team/api"]);

  await page
    .getByRole("listitem")
    .getByRole("link", { name: /^team / })
    .click();
  const repositories = rows("By repository");
  await expect(repositories).toHaveCount(2);
  for (const [name, shared] of [
    ["team/api", 1_300_000],
    ["team/web", 800_000],
  ] as const) {
    const own = alone[name];
    expect(await bytesOf(repositories.filter({ hasText: name }))).toEqual(
      [own, shared, own + shared].map(exactly),
    );
  }
});
