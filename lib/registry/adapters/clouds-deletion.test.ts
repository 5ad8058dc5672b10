import { describe, expect, it, onTestFinished } from "vitest";
import { parseRepositoryName, parseTag } from "../reference.ts";
import type { FakeRegistry } from "../testing/fake-registry.ts";
import { clientOf } from "../testing/fixture.ts";
import { acrLogin, startFakeAcr } from "../testing/products/aliyun-acr.ts";
import { startFakeSwr } from "../testing/products/huawei-swr.ts";
import { type HeldTags, heldTags } from "../testing/products/pages.ts";
import { startFakeTcr } from "../testing/products/tencent-tcr.ts";
import type { ProductSettings, RegistryTarget } from "../types.ts";

const secret = "cloud-secret-0123456789";
const name = parseRepositoryName("team/app");
const deep = parseRepositoryName("team/sub/app");
const digest = `sha256:${"a".repeat(64)}`;
const instance = "cri-0a1b2c3d";
const named = (id: string): ProductSettings => ({
  kind: "instance",
  instance: id,
  region: "",
  namespaces: [],
});

interface Cloud {
  readonly product: RegistryTarget["product"];
  readonly id: string;
  readonly settings: ProductSettings;
  readonly start: (tags: HeldTags) => Promise<FakeRegistry>;
}
const aliyun = { product: "aliyun-acr", id: "LTAI5tFakeFakeFake" } as const;
const clouds: readonly (readonly [string, Cloud])[] = [
  [
    "Aliyun ACR personal",
    {
      ...aliyun,
      settings: named(""),
      start: (tags) => startFakeAcr({ key: { id: aliyun.id, secret }, namespaces: {}, tags }),
    },
  ],
  [
    "Aliyun ACR Enterprise",
    {
      ...aliyun,
      settings: named(instance),
      start: (tags) => startFakeAcr({ key: { id: aliyun.id, secret }, namespaces: {}, tags, instance }),
    },
  ],
  [
    "Tencent TCR Enterprise",
    {
      product: "tencent-tcr",
      id: "AKIDz8krbsJ5yKBZQpn7",
      settings: named(""),
      start: (tags) =>
        startFakeTcr({
          key: { id: "AKIDz8krbsJ5yKBZQpn7", secret },
          repositories: [],
          domain: "127.0.0.1",
          tags,
        }),
    },
  ],
  [
    "Huawei SWR",
    {
      product: "huawei-swr",
      id: "QTWAOYTTINDUT2QVKYUC",
      settings: { kind: "namespaces", namespaces: [] },
      start: (tags) =>
        startFakeSwr({ key: { id: "QTWAOYTTINDUT2QVKYUC", secret }, login: "", organisations: {}, tags }),
    },
  ],
];

describe.each(clouds)("%s deletes a tag by its API", (_name, { product, id, settings, start }) => {
  const credential = { kind: "basic", username: id, secret } as const;

  it.each([name, deep])("of %s, alone, and says when there is none", async (repository) => {
    const tags = heldTags({ [repository]: { "1.0": digest, latest: digest } });
    const server = await start(tags);
    onTestFinished(server.stop);
    const client = clientOf(server, { product, credential, settings });
    await client.deleteTag(repository, parseTag("1.0"));
    expect([...(tags.get(repository)?.keys() ?? [])]).toEqual(["latest"]);
    await expect(client.deleteTag(repository, parseTag("1.0"))).rejects.toMatchObject({
      code: "NOT_FOUND",
      reason: "manifest_unknown",
    });
    // No signature opens /v2/.
    expect(server.seen.filter(({ url }) => /^\/v2\/(?!manage)/.test(url))).toEqual([]);
  });

  it("not while a signature is refused", async () => {
    const tags = heldTags({ [name]: { "1.0": digest } });
    const server = await start(tags);
    onTestFinished(server.stop);
    const client = clientOf(server, { product, credential: { ...credential, secret: "wrong" }, settings });
    await expect(client.deleteTag(name, parseTag("1.0"))).rejects.toMatchObject({
      reason: "credentials_refused",
    });
    expect(tags.get(name)?.size).toBe(1);
  });
});

it("Aliyun ACR asks /v2/ to delete where only docker's login is known", async () => {
  const tags = heldTags({ [name]: { "1.0": digest } });
  const server = await startFakeAcr({ key: { id: aliyun.id, secret }, namespaces: {}, tags });
  onTestFinished(server.stop);
  const client = clientOf(server, { product: "aliyun-acr", credential: { kind: "basic", ...acrLogin } });
  await expect(client.deleteTag(name, parseTag("1.0"))).rejects.toMatchObject({ code: "NOT_FOUND" });
  expect(server.seen.map(({ method, url }) => `${method} ${url}`)).toContain(
    "DELETE /v2/team/app/manifests/1.0",
  );
  expect(tags.get(name)?.size).toBe(1);
});
