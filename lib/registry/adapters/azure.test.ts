import { describe, expect, it, onTestFinished } from "vitest";
import { probeConnection } from "../probe.ts";
import { app, clientOf, image, tag } from "../testing/fixture.ts";
import { type AzureOptions, type FakeAzure, startFakeAzure } from "../testing/products/azure.ts";
import { namesIn } from "../testing/products/names.ts";
import { testTarget } from "../testing/target.ts";
import type { RegistryTarget } from "../types.ts";

const password = "word-0123456789";
const principal = "0a1b2c3d-0000-4000-8000-0a1b2c3d4e5f";
const everything = ["registry:catalog:*", "repository:team/app:pull", "repository:team/app:metadata_read"];

async function azure(options: Partial<AzureOptions> = {}): Promise<FakeAzure> {
  const fake = await startFakeAzure({
    users: {
      [principal]: { password, scopes: everything },
      puller: { password, scopes: everything.slice(1) },
    },
    ...options,
  });
  onTestFinished(fake.stop);
  fake.put(app, tag, image);
  return fake;
}

const as = (username: string, secret = password): Partial<RegistryTarget> => ({
  product: "azure",
  credential: { kind: "basic", username, secret },
});

async function tagsOf(registry: FakeAzure, target: Partial<RegistryTarget>): Promise<string[]> {
  const pages = await Array.fromAsync(clientOf(registry, target).listTags(app));
  return pages.flatMap(({ tags }) => [...tags]);
}

describe("Azure Container Registry", () => {
  it("lists, and reads tags and images, each with the scope it wants", async () => {
    const registry = await azure();
    const target = { ...as(principal), id: "one-row", credentialId: "one" };
    expect(await namesIn(clientOf(registry, target))).toEqual({ names: [app], truncated: false });
    expect(await tagsOf(registry, target)).toEqual([tag]);
    expect((await clientOf(registry, target).headManifest(app, tag)).digest).toBe(image.digest);
    expect(registry.granted.map(({ scopes }) => scopes)).toEqual([
      ["registry:catalog:*"],
      ["repository:team/app:metadata_read"],
      ["repository:team/app:pull"],
    ]);
  });

  it("sends a refresh token in the form that takes one", async () => {
    const registry = await azure({ refreshToken: "refresh-1" });
    const target = as("00000000-0000-0000-0000-000000000000", "refresh-1");
    expect(await tagsOf(registry, target)).toEqual([tag]);
    expect(registry.granted.map(({ method }) => method)).toEqual(["POST"]);
  });

  it("says that a token of some repositories may not list all, and that a password is wrong", async () => {
    const registry = await azure();
    await expect(namesIn(clientOf(registry, as("puller")))).rejects.toMatchObject({
      code: "UNSUPPORTED",
      reason: "listing_refused",
    });
    await expect(tagsOf(registry, as(principal, "wrong"))).rejects.toMatchObject({
      code: "REGISTRY_UNAUTHORIZED",
      reason: "credentials_refused",
      upstream: expect.stringContaining("authentication required"),
    });
  });

  it("takes off a tag alone by Azure's API, which takes no refresh token", async () => {
    const tags = new Set(["team/app/_tags/1.0", "team/app/_tags/2.0"]);
    const registry = await azure({ tags, refreshToken: "refresh-1" });
    await clientOf(registry, as(principal)).deleteTag(app, tag);
    expect([...tags]).toEqual(["team/app/_tags/2.0"]);
    await expect(clientOf(registry, as(principal)).deleteTag(app, tag)).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    const refreshed = as("00000000-0000-0000-0000-000000000000", "refresh-1");
    await expect(clientOf(registry, refreshed).deleteTag(app, tag)).rejects.toMatchObject({
      code: "UNSUPPORTED",
      reason: "tag_delete_unsupported",
    });
    expect(registry.seen.map(({ method, url }) => `${method} ${url}`)).not.toContainEqual(
      expect.stringContaining("DELETE /v2/"),
    );
  });

  it("passes the connection test and is recognised", async () => {
    const registry = await azure();
    const report = await probeConnection(testTarget(registry.endpoint, as(principal)));
    expect(report).toEqual({
      ok: true,
      capabilities: {
        product: "azure",
        productName: "Azure Container Registry",
        list: "catalog",
        auth: "bearer",
        deleteTag: "api",
        deleteDigest: "registry",
        referrers: "registry",
      },
    });
  });
});
