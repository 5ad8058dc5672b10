import { describe, expect, it, onTestFinished } from "vitest";
import { probeConnection } from "../probe.ts";
import type { FakeRegistry } from "../testing/fake-registry.ts";
import { clientOf, fake } from "../testing/fixture.ts";
import { type GitLabOptions, gitlabRegistry, startFakeGitLab } from "../testing/products/gitlab.ts";
import { namesIn } from "../testing/products/names.ts";
import { testTarget } from "../testing/target.ts";
import type { RegistryTarget } from "../types.ts";

const token = "glpat-0123456789";
const many = Array.from({ length: 130 }, (_, index) => `group/project-${index}/image`);

async function gitlab(
  options: Partial<GitLabOptions> = {},
): Promise<{ web: FakeRegistry; registry: FakeRegistry }> {
  const web = await startFakeGitLab({
    token,
    groups: { group: many, "group/sub": ["group/sub/app", "group/sub/app/cache"] },
    projects: { "someone/tool": ["someone/tool"] },
    ...options,
  });
  onTestFinished(web.stop);
  return { web, registry: await fake(gitlabRegistry) };
}

function settings(web: FakeRegistry, ...namespaces: readonly string[]): Partial<RegistryTarget> {
  return {
    product: "gitlab",
    credential: { kind: "basic", username: "someone", secret: token },
    settings: { kind: "gitlab", api: web.endpoint, namespaces },
  };
}

describe("GitLab", () => {
  it("lists groups and projects by GitLab's own API, at GitLab's own address", async () => {
    const { web, registry } = await gitlab();
    const client = clientOf(registry, settings(web, "group", "group/sub", "someone/tool"));
    const { names, truncated } = await namesIn(client);
    expect(truncated).toBe(false);
    expect(names).toEqual([...many, "group/sub/app", "group/sub/app/cache", "someone/tool"]);
    expect(registry.seen).toEqual([]);
  });

  it("asks a GitLab that stands below a path there", async () => {
    const { web, registry } = await gitlab();
    const below: string[] = [];
    web.inject((request, _response, next) => {
      below.push(request.url ?? "");
      request.url = (request.url ?? "").replace(/^\/git\/lab(?=\/)/, "");
      next();
    });
    const own = settings(web, "group/sub");
    const api = `${web.endpoint}/git/lab`;
    const client = clientOf(registry, {
      ...own,
      settings: { kind: "gitlab", api, namespaces: ["group/sub"] },
    });
    expect((await namesIn(client)).names).toEqual(["group/sub/app", "group/sub/app/cache"]);
    expect(below).toEqual([expect.stringMatching(/^\/git\/lab\/api\/v4\/groups\/group%2Fsub\//)]);
  });

  it("shows the token to GitLab in its header and in no other way", async () => {
    const { web, registry } = await gitlab();
    await namesIn(clientOf(registry, settings(web, "group/sub")));
    expect(web.seen.map(({ authorization, headers }) => [authorization, headers["private-token"]])).toEqual([
      [undefined, token],
    ]);
    expect(web.seen[0]?.url).not.toContain(token);
  });

  it("carries the token to no address GitLab redirects to", async () => {
    const thief = await fake();
    const { web, registry } = await gitlab();
    web.inject((_request, response) => void response.writeHead(302, { location: thief.endpoint }).end());
    await expect(namesIn(clientOf(registry, settings(web, "group")))).rejects.toMatchObject({
      reason: "redirect_refused",
    });
    expect(thief.seen).toEqual([]);
  });

  it("says which path is neither a group nor a project", async () => {
    const { web, registry } = await gitlab();
    await expect(namesIn(clientOf(registry, settings(web, "gruop")))).rejects.toMatchObject({
      code: "REGISTRY_REJECTED",
      reason: "namespace_unknown",
      params: { name: "gruop" },
    });
  });

  it("keeps GitLab's words when the token lacks a scope, and never the token", async () => {
    const { web, registry } = await gitlab({ registryScopeOnly: true });
    const error: unknown = await namesIn(clientOf(registry, settings(web, "group"))).catch(
      (one: unknown) => one,
    );
    expect(error).toMatchObject({
      reason: "listing_refused",
      upstream: expect.stringContaining("insufficient_scope"),
    });
    expect(`${error} ${JSON.stringify(error)}`).not.toContain(token);
  });

  it("stops a list that never ends", async () => {
    const { web, registry } = await gitlab();
    let page = 0;
    web.inject((_request, response) => {
      page += 1;
      response.writeHead(200, { "content-type": "application/json", "x-next-page": "1" });
      response.end(JSON.stringify([{ path: `group/image-${page}` }]));
    });
    expect(await namesIn(clientOf(registry, settings(web, "group")))).toEqual({
      names: ["group/image-1"],
      truncated: true,
    });
  });

  it.each([
    ["a page of HTML", "text/html", "<!doctype html><title>Sign in</title>"],
    ["more than a list may be", "application/json", `["${"x".repeat(5_000_000)}"]`],
  ])("refuses %s", async (_what, type, body) => {
    const { web, registry } = await gitlab();
    web.inject((_request, response) => void response.writeHead(200, { "content-type": type }).end(body));
    await expect(namesIn(clientOf(registry, settings(web, "group")))).rejects.toMatchObject({
      code: "REGISTRY_REJECTED",
    });
  });

  it("without groups leaves repositories to be pinned", async () => {
    const { web, registry } = await gitlab();
    const report = await probeConnection(testTarget(registry.endpoint, settings(web)));
    expect(report).toMatchObject({ ok: true, capabilities: { product: "gitlab", list: "pinned" } });
  });

  it("finds the images of projects by GitLab's own search, page by page", async () => {
    const projects = Object.fromEntries(
      Array.from({ length: 12 }, (_, index) => [`team/web-${index}`, [`team/web-${index}/app`]]),
    );
    const { web, registry } = await gitlab({ projects: { "team/empty-web": [], ...projects } });
    const client = clientOf(registry, settings(web));
    const first = await client.search("web");
    expect(first.hits[0]).toEqual({
      name: "team/web-0/app",
      description: "about team/web-0",
      stars: 1,
      publisher: "team",
      updated: "2026-03-01T10:00:00.000Z",
    });
    expect({ count: first.hits.length, next: first.next }).toEqual({ count: 9, next: "2" });
    const second = await client.search("web", { cursor: "2", minStars: 12 });
    expect(second).toMatchObject({ hits: [{ name: "team/web-11/app" }] });
    expect(second.next).toBeUndefined();
  });

  it("passes over projects without a registry, and asks nobody without a token or GitLab's address", async () => {
    const { web, registry } = await gitlab({ projects: { "team/off": [], "team/on": ["team/on"] } });
    web.inject((request, response, next) => {
      if (!request.url?.startsWith("/api/v4/projects/0/")) return next();
      response.writeHead(403, { "content-type": "application/json" });
      response.end('{"message":"403 Forbidden"}');
    });
    const found = await clientOf(registry, settings(web)).search("team");
    expect(found.hits.map(({ name }) => name)).toEqual(["team/on"]);
    const asked = web.seen.length;
    for (const target of [
      { ...settings(web), credential: { kind: "anonymous" as const } },
      { ...settings(web), settings: { kind: "gitlab" as const, api: "", namespaces: [] } },
    ]) {
      await expect(clientOf(registry, target).search("team")).rejects.toMatchObject({ code: "UNSUPPORTED" });
    }
    expect([web.seen.length, registry.seen.length]).toEqual([asked, 0]);
  });
});
