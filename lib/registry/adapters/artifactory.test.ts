import { describe, expect, it, onTestFinished } from "vitest";
import { probeConnection } from "../probe.ts";
import { parseRepositoryName } from "../reference.ts";
import type { FakeRegistry } from "../testing/fake-registry.ts";
import { app, clientOf, fake } from "../testing/fixture.ts";
import { startFakeArtifactory } from "../testing/products/artifactory.ts";
import { namesIn } from "../testing/products/names.ts";
import { testTarget } from "../testing/target.ts";
import type { RegistryTarget } from "../types.ts";

async function artifactory(): Promise<FakeRegistry> {
  const keys = { "docker-local": ["app", "team/site", "tool"], "docker-virtual": ["app"], empty: [] };
  const server = await startFakeArtifactory({ credential: "me:secret", keys });
  onTestFinished(server.stop);
  return server;
}

const as = (username: string): Partial<RegistryTarget> => ({
  product: "artifactory",
  credential: { kind: "basic", username, secret: "secret" },
});

describe("Artifactory", () => {
  it("whose names begin with a key is listed key by key, page by page", async () => {
    expect(await namesIn(clientOf(await artifactory(), as("me")))).toEqual({
      names: ["docker-local/app", "docker-local/team/site", "docker-local/tool", "docker-virtual/app"],
      truncated: false,
    });
  });

  it("at an address of one key is listed by _catalog, and its API is left alone", async () => {
    const registry = await fake();
    expect((await namesIn(clientOf(registry, as("me")))).names).toEqual([app]);
    expect(registry.seen.map(({ url }) => url)).toEqual([expect.stringMatching(/^\/v2\/_catalog/)]);
  });

  it("whose key is in the address's path is not asked for the others", async () => {
    const server = await artifactory();
    const endpoint = `${server.endpoint}/artifactory/api/docker/gone`;
    await expect(namesIn(clientOf(server, { ...as("me"), endpoint }))).rejects.toMatchObject({
      reason: "listing_refused",
    });
    expect(server.seen.map(({ url }) => url)).not.toContainEqual(
      expect.stringContaining("/api/repositories"),
    );
  });

  it("passes the connection test with its list, and says when the account may not have it", async () => {
    const { endpoint } = await artifactory();
    const report = await probeConnection(testTarget(endpoint, as("me")));
    expect(report).toMatchObject({ ok: true, capabilities: { product: "artifactory", list: "catalog" } });
    const refused = await probeConnection(testTarget(endpoint, as("you")));
    expect(refused).toMatchObject({ ok: true, capabilities: { list: "pinned" } });
  });

  describe("tells when tags were pushed and pulled, in one request", () => {
    const sha256 = "a".repeat(64);
    const item = (path: string, more: object = {}) => ({
      repo: "docker-local",
      path,
      name: "manifest.json",
      modified: "2026-01-02T05:04:05.678+02:00",
      sha256,
      ...more,
    });
    const facts = {
      "docker-local": [
        item("team/site/1.0", { stats: [{ downloaded: "2026-02-03T04:05:06.000Z", downloads: 3 }] }),
        item("team/site/2.0", { name: "list.manifest.json", stats: [{}] }),
        item("team/site/sub/3.0"),
        item(`team/site/sha256:${sha256}`),
        item("", { path: 7 }),
        null,
      ],
    };
    const [digest, pushedAt] = [`sha256:${sha256}`, "2026-01-02T03:04:05.678Z"];
    const told = [
      { tag: "1.0", digest, pushedAt, pulledAt: "2026-02-03T04:05:06.000Z" },
      { tag: "2.0", digest, pushedAt },
    ];

    it.each([
      ["", "docker-local/team/site", told],
      ["/artifactory/api/docker/docker-local", "team/site", told],
      ["", "site", []],
      ["/elsewhere", "docker-local/team/site", []],
    ])("at %s, of %s", async (path, name, expected) => {
      const server = await startFakeArtifactory({ credential: "me:secret", keys: {}, facts });
      onTestFinished(server.stop);
      const client = clientOf(server, { ...as("me"), endpoint: `${server.endpoint}${path}` });
      const pages = await Array.fromAsync(client.listTagFacts(parseRepositoryName(name)));
      expect(pages.flatMap((page) => page.facts)).toEqual(expected);
      expect(server.seen).toHaveLength(expected.length === 0 ? 0 : 1);
    });
  });
});
