import { describe, expect, it, onTestFinished } from "vitest";
import { parseRepositoryName } from "../reference.ts";
import type { FakeRegistry } from "../testing/fake-registry.ts";
import { sendJson } from "../testing/fake-registry.ts";
import { app, clientOf, fake } from "../testing/fixture.ts";
import { hubToken, startFakeHub } from "../testing/products/docker-hub.ts";
import { startFakeHarbor } from "../testing/products/harbor.ts";
import { digest as a, pulled, pushed, secret } from "../testing/tag-facts.ts";
import type { ProductId, RegistryClient, RegistryTarget, RepositoryName, TagFact } from "../types.ts";

const b = `sha256:${"b".repeat(64)}`;
const deep = parseRepositoryName("team/sub/app");

async function ending(starting: Promise<FakeRegistry>): Promise<FakeRegistry> {
  const server = await starting;
  onTestFinished(server.stop);
  return server;
}

function as(product: ProductId, username = "me"): Partial<RegistryTarget> {
  return { product, credential: { kind: "basic", username, secret } };
}

/** All facts, and the requests they took. */
async function factsOf(client: RegistryClient, repository: RepositoryName) {
  const facts: TagFact[] = [];
  let pages = 0;
  let truncated = false;
  for await (const page of client.listTagFacts(repository)) {
    facts.push(...page.facts);
    pages += 1;
    truncated ||= page.truncated;
  }
  return { facts, pages, truncated };
}

const many = <T>(count: number, of: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => of(index));

describe("a product without such a list", () => {
  it("is asked nothing", async () => {
    const registry = await fake();
    await expect(factsOf(clientOf(registry), app)).resolves.toEqual({
      facts: [],
      pages: 0,
      truncated: false,
    });
    expect(registry.seen).toEqual([]);
  });
});

describe("Docker Hub tells of tags", () => {
  const hub = (facts: readonly unknown[]) =>
    ending(startFakeHub({ identifier: "me", secret, namespaces: {}, facts: { "me/app": facts } }));
  const mine = parseRepositoryName("me/app");

  it("when they were pushed and pulled, a hundred at a time, signed in", async () => {
    const server = await hub(
      many(201, (index) => ({
        name: `1.${index}`,
        digest: a,
        last_updated: "2020-01-01T00:00:00Z",
        tag_last_pushed: "2026-01-02T03:04:05.678901Z",
        tag_last_pulled: index === 0 ? null : "2026-02-03T04:05:06Z",
      })),
    );
    const { facts, pages } = await factsOf(clientOf(server, as("docker-hub")), mine);
    expect(pages).toBe(3);
    expect(facts).toHaveLength(201);
    expect(facts[0]).toEqual({ tag: "1.0", digest: a, pushedAt: pushed });
    expect(facts[200]).toEqual({ tag: "1.200", digest: a, pushedAt: pushed, pulledAt: pulled });
    expect(server.seen.map(({ method, url, authorization }) => [method, url, authorization])).toEqual([
      ["POST", "/v2/auth/token", undefined],
      ...[1, 2, 3].map((page) => [
        "GET",
        `/v2/namespaces/me/repositories/app/tags?page=${page}&page_size=100`,
        `Bearer ${hubToken}`,
      ]),
    ]);
  });

  it("and what makes no sense is left out, of whatever kind", async () => {
    const server = await hub([
      null,
      "1.0",
      { name: 7, tag_last_pushed: pushed },
      { name: "../up", tag_last_pushed: pushed },
      { name: "none" },
      { name: "types", tag_last_pushed: {}, tag_last_pulled: ["2026"] },
      { name: "words", tag_last_pushed: "yesterday", tag_last_pulled: "" },
      { name: "zero", tag_last_pushed: "0001-01-01T00:00:00Z", tag_last_pulled: "1970-01-01T00:00:00Z" },
      { name: "future", tag_last_pushed: "9999-12-31T00:00:00Z", tag_last_pulled: "+275760-09-13T00:00:00Z" },
      { name: "half", digest: "sha256:short", tag_last_pushed: pushed, tag_last_pulled: 12 },
    ]);
    const { facts } = await factsOf(clientOf(server, as("docker-hub")), mine);
    expect(facts).toEqual([{ tag: "half", pushedAt: pushed }]);
  });

  it("and an endless list is left after its first repetition", async () => {
    const server = await hub([]);
    server.inject((request, response, next) => {
      if (!request.url?.includes("/tags")) return next();
      const results = [{ name: "1.0", tag_last_pushed: pushed }];
      return void sendJson(response, 200, { next: `${server.endpoint}/?page=2`, results });
    });
    const { pages, truncated } = await factsOf(clientOf(server, as("docker-hub")), mine);
    expect([pages, truncated]).toEqual([2, true]);
  });

  it("and says where it knows none", async () => {
    const server = await hub([]);
    await expect(factsOf(clientOf(server, as("docker-hub")), app)).rejects.toMatchObject({
      code: "REGISTRY_REJECTED",
      status: 404,
    });
  });
});

describe("Harbor tells of tags", () => {
  const harbor = (facts: readonly unknown[]) =>
    ending(
      startFakeHarbor({
        projects: { team: ["sub/app"] },
        accounts: { me: { secret, projects: ["team"] }, other: { secret, projects: [] } },
        facts: { "team/sub/app": facts },
      }),
    );
  const tag = (name: string, push_time: string, pull_time: string) => ({ name, push_time, pull_time });

  it("each its own times, with its artifact's digest; never pulled is no time", async () => {
    const server = await harbor([
      {
        digest: a,
        push_time: "2025-01-01T00:00:00.000Z",
        tags: [tag("1.0", pushed, pulled), tag("latest", pulled, "0001-01-01T00:00:00.000Z")],
      },
      { digest: b, push_time: pushed, tags: null },
      ...many(150, (index) => ({ digest: b, tags: [tag(`0.${index}`, pushed, pulled)] })),
    ]);
    const { facts, pages } = await factsOf(clientOf(server, as("harbor")), deep);
    expect([facts.length, pages]).toEqual([152, 2]);
    expect(facts.slice(0, 2)).toEqual([
      { tag: "1.0", digest: a, pushedAt: pushed, pulledAt: pulled },
      { tag: "latest", digest: a, pushedAt: pulled },
    ]);
    expect(server.seen.map(({ url }) => url)).toEqual(
      [1, 2].map(
        (page) =>
          `/api/v2.0/projects/team/repositories/sub%252Fapp/artifacts?page=${page}&page_size=100&q=tags%3D*&with_tag=true`,
      ),
    );
  });

  it("and an account that may not ask is told so", async () => {
    const server = await harbor([]);
    await expect(factsOf(clientOf(server, as("harbor", "other")), deep)).rejects.toMatchObject({
      code: "REGISTRY_UNAUTHORIZED",
    });
  });
});
