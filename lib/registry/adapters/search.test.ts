import { describe, expect, it, onTestFinished } from "vitest";
import type { SearchOptions } from "../search-types.ts";
import type { FakeRegistry } from "../testing/fake-registry.ts";
import { clientOf, fake } from "../testing/fixture.ts";
import { type HubResult, startFakeHub } from "../testing/products/docker-hub.ts";
import { startFakeHarbor } from "../testing/products/harbor.ts";
import { startFakeQuay } from "../testing/products/quay.ts";
import { startFakeZot } from "../testing/products/zot.ts";
import type { ProductId, RegistryTarget } from "../types.ts";
import { roundedCount } from "./search.ts";

const secret = "word-0123456789";
const many = Array.from({ length: 130 }, (_, index) => `image-${index}`);

async function ending(starting: Promise<FakeRegistry>): Promise<FakeRegistry> {
  const server = await starting;
  onTestFinished(server.stop);
  return server;
}

function as(product: ProductId, username: string): Partial<RegistryTarget> {
  return { product, credential: { kind: "basic", username, secret } };
}

const names = async (
  server: FakeRegistry,
  target: Partial<RegistryTarget>,
  text: string,
  options?: SearchOptions,
) => {
  const page = await clientOf(server, target).search(text, options);
  return { ...page, hits: page.hits.map(({ name }) => name) };
};

describe("Docker Hub", () => {
  const nginx: HubResult = {
    name: "nginx",
    short_description: "Official build of Nginx.",
    badge: "official",
    star_count: 20_500,
    pull_count: "1B+",
    updated_at: "2026-09-01T10:00:00.5Z",
    publisher: { id: "docker", name: "Docker" },
  };
  const bitnami: HubResult = { name: "bitnami/nginx", badge: "verified_publisher", raw_pull_count: 614_283 };
  const found = [nginx, bitnami, { name: "somebody/nginx", star_count: 3, badge: null }] as const;
  const hub = (results: readonly HubResult[] = found) =>
    ending(startFakeHub({ identifier: "me", secret, namespaces: {}, found: results }));

  it("tells what people choose by, and shows nobody's credential", async () => {
    const server = await hub();
    expect(await clientOf(server, as("docker-hub", "me")).search("nginx")).toEqual({
      hits: [
        {
          name: "library/nginx",
          description: "Official build of Nginx.",
          stars: 20_500,
          pulls: 1_000_000_000,
          pullsRounded: true,
          badge: "official",
          publisher: "Docker",
          updated: "2026-09-01T10:00:00.500Z",
        },
        { name: "bitnami/nginx", badge: "verified", pulls: 614_283 },
        { name: "somebody/nginx", stars: 3 },
      ],
      total: 3,
    });
    expect(server.seen.map(({ url, authorization }) => [url, authorization])).toEqual([
      ["/api/search/v4?query=nginx&type=image&from=0&size=25", undefined],
    ]);
  });

  it("narrows to official images and by stars", async () => {
    const server = await hub();
    const target = as("docker-hub", "me");
    expect((await names(server, target, "nginx", { official: true })).hits).toEqual(["library/nginx"]);
    expect((await names(server, target, "nginx", { minStars: 3 })).hits).toEqual([
      "library/nginx",
      "somebody/nginx",
    ]);
    expect(server.seen.map(({ url }) => url.replace(/^.*type=image&/, ""))).toEqual([
      "from=0&size=25&badges=official",
      "from=0&size=100",
    ]);
  });

  it("goes on page by page to the end", async () => {
    const server = await hub(many.map((name) => ({ name: `org/${name}` })));
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await names(server, as("docker-hub", "me"), "image", {
        limit: 60,
        ...(cursor === undefined ? {} : { cursor }),
      });
      seen.push(...page.hits);
      cursor = page.next;
    } while (cursor !== undefined);
    expect(seen).toEqual(many.map((name) => `org/${name}`));
    expect(server.seen).toHaveLength(3);
  });

  it.each([
    [undefined, {}],
    ["12", { pulls: 12 }],
    ["10K+", { pulls: 10_000, pullsRounded: true }],
    ["1.5M", { pulls: 1_500_000 }],
    ["lots", {}],
  ])("reads %j as a count", (text, count) => expect(roundedCount(text)).toEqual(count));

  it("believes nothing that has not its shape", async () => {
    const server = await hub();
    server.inject((_request, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      const results = [
        { name: "../../etc", star_count: 1 },
        { name: "Capital/letters" },
        null,
        "nginx",
        {
          name: "a/b",
          star_count: -1,
          pull_count: 7,
          badge: "toString",
          updated_at: "soon",
          short_description: { html: "<b>" },
          publisher: [],
        },
        { name: "a/c", short_description: "x".repeat(100_000), star_count: 1.5 },
      ];
      response.end(JSON.stringify({ total: "many", results }));
    });
    const { hits, total, next } = await clientOf(server, as("docker-hub", "me")).search("nginx");
    expect(hits[0]).toEqual({ name: "a/b" });
    expect(hits[1]?.description).toHaveLength(4_000);
    expect({ count: hits.length, total, next }).toEqual({ count: 2, total: 0, next: undefined });
  });

  it("says that it asks for a pause", async () => {
    const server = await hub();
    server.inject((_request, response) => {
      response.writeHead(429, { "content-type": "application/json", "retry-after": "60" });
      response.end(JSON.stringify({ detail: "Rate limit exceeded" }));
    });
    await expect(clientOf(server, as("docker-hub", "me")).search("nginx")).rejects.toMatchObject({
      code: "RATE_LIMITED",
      params: { seconds: 60 },
    });
  });
});

describe("Harbor", () => {
  const harbor = () =>
    ending(
      startFakeHarbor({
        projects: { team: ["web/front", "web/back", "db"], other: ["web"] },
        accounts: { robot$ci: { secret, projects: ["team"] } },
      }),
    );

  it("finds what the account may see, in pages of our own", async () => {
    const server = await harbor();
    expect(await names(server, as("harbor", "robot$ci"), "web", { limit: 1 })).toEqual({
      hits: ["team/web/front"],
      total: 2,
      next: "1",
    });
    expect(await clientOf(server, as("harbor", "robot$ci")).search("web", { cursor: "1" })).toEqual({
      hits: [{ name: "team/web/back", pulls: 7 }],
      total: 2,
    });
  });

  it("says that the password was refused", async () => {
    await expect(clientOf(await harbor(), as("harbor", "nobody")).search("web")).rejects.toMatchObject({
      code: "REGISTRY_UNAUTHORIZED",
    });
  });
});

describe("Quay", () => {
  const namespaces = { team: { public: ["web-a", "web-b", "web-c"], private: ["web-d"] } };
  const quay = () => ending(startFakeQuay({ token: secret, namespaces }));

  it("finds what is public, and with an OAuth token what is private", async () => {
    const server = await quay();
    const first = await clientOf(server, as("quay", "team+robot")).search("web");
    expect(first).toEqual({
      hits: [
        { name: "team/web-a", description: "web-a of team", stars: 0, updated: "2023-11-14T22:13:20.000Z" },
        { name: "team/web-b", description: "web-b of team", stars: 1, updated: "2023-11-14T22:13:20.000Z" },
      ],
      next: "2",
    });
    const page2 = { cursor: "2" };
    expect((await names(server, as("quay", "team+robot"), "web", page2)).hits).toEqual(["team/web-c"]);
    expect((await names(server, as("quay", "$oauthtoken"), "web", { ...page2, minStars: 3 })).hits).toEqual([
      "team/web-d",
    ]);
  });

  it("does not go round in the last page there is", async () => {
    const server = await ending(
      startFakeQuay({ token: secret, namespaces: { t: { public: many, private: [] } } }),
    );
    expect((await names(server, as("quay", "t+robot"), "image", { cursor: "10" })).next).toBe("11");
    expect((await names(server, as("quay", "t+robot"), "image", { cursor: "11" })).next).toBeUndefined();
  });
});

describe("zot", () => {
  it("finds by its own extension, whatever is typed", async () => {
    const server = await ending(startFakeZot(["team/web", "team/website", "db"]));
    expect(await clientOf(server, as("zot", "me")).search("web", { limit: 1 })).toEqual({
      hits: [
        {
          name: "team/web",
          description: "about team/web",
          publisher: "Acme",
          stars: 8,
          pulls: 12,
          updated: "2026-03-01T10:00:00.000Z",
        },
      ],
      total: 2,
      next: "1",
    });
    expect(await names(server, as("zot", "me"), '"}) { a }')).toMatchObject({ hits: [], total: 0 });
    expect(server.seen.map(({ authorization }) => authorization)).toEqual(
      Array(2).fill(`Basic ${Buffer.from(`me:${secret}`).toString("base64")}`),
    );
  });

  it("that answers with an error has not found nothing", async () => {
    const server = await ending(startFakeZot([]));
    server.inject((_request, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify({ errors: [{ message: "no such field" }], data: null }));
    });
    await expect(clientOf(server, as("zot", "me")).search("web")).rejects.toMatchObject({
      code: "REGISTRY_REJECTED",
      reason: "unexpected_answer",
    });
  });

  it("without its extension has no search", async () => {
    await expect(clientOf(await fake(), as("zot", "me")).search("web")).rejects.toMatchObject({
      code: "UNSUPPORTED",
    });
  });
});

it("a product without a search is not asked", async () => {
  const server = await fake();
  await expect(clientOf(server, { product: "generic" }).search("web")).rejects.toMatchObject({
    code: "UNSUPPORTED",
  });
  expect(server.seen).toEqual([]);
});
