import { describe, expect, it, onTestFinished } from "vitest";
import { parseDigest, parseRepositoryName, parseTag } from "../reference.ts";
import type { FakeRegistry } from "../testing/fake-registry.ts";
import * as faults from "../testing/faults.ts";
import { app, clientOf, fake, image, tag } from "../testing/fixture.ts";
import { hubToken, startFakeHub } from "../testing/products/docker-hub.ts";
import { startFakeGitLab } from "../testing/products/gitlab.ts";
import { startFakeHarbor } from "../testing/products/harbor.ts";
import { type GitHubVersion, startFakeGitHub } from "../testing/products/packages.ts";
import { type HeldTags, heldTags } from "../testing/products/pages.ts";
import { startFakeQuay } from "../testing/products/quay.ts";
import type { ProductId, RegistryTarget } from "../types.ts";

const secret = "word-0123456789";
const a = `sha256:${"a".repeat(64)}`;
const b = `sha256:${"b".repeat(64)}`;
const deep = parseRepositoryName("team/sub/app");
const [one, two] = [parseTag("1.0"), parseTag("latest")];
const twoTags = (name: string): HeldTags => heldTags({ [name]: { "1.0": a, latest: a } });
const namesOf = (tags: HeldTags, name: string): string[] => [...(tags.get(name)?.keys() ?? [])];

async function ending(starting: Promise<FakeRegistry>): Promise<FakeRegistry> {
  const server = await starting;
  onTestFinished(server.stop);
  return server;
}

function as(product: ProductId, username = "me"): Partial<RegistryTarget> {
  return { product, credential: { kind: "basic", username, secret } };
}

const missing = { code: "NOT_FOUND", reason: "manifest_unknown" };

describe("Harbor deletes a tag by its API", () => {
  async function harbor(immutable: readonly string[] = []) {
    const tags = twoTags("team/sub/app");
    const accounts = { me: { secret, projects: ["team"] }, other: { secret, projects: [] } };
    const server = await ending(
      startFakeHarbor({ projects: { team: ["sub/app"] }, accounts, tags, immutable }),
    );
    return { server, tags };
  }

  it("alone: what has the same digest stays", async () => {
    const { server, tags } = await harbor();
    await clientOf(server, as("harbor")).deleteTag(deep, one);
    expect(namesOf(tags, deep)).toEqual(["latest"]);
    expect(server.seen.map(({ method, url }) => `${method} ${url}`)).toEqual([
      "DELETE /api/v2.0/projects/team/repositories/sub%252Fapp/artifacts/1.0/tags/1.0",
    ]);
  });

  it("and says that there is none, that a rule protects it, that the account may not", async () => {
    const { server, tags } = await harbor(["latest"]);
    const client = clientOf(server, as("harbor"));
    await expect(client.deleteTag(deep, parseTag("none"))).rejects.toMatchObject(missing);
    await expect(client.deleteTag(deep, two)).rejects.toMatchObject({
      code: "CONFLICT",
      reason: "delete_locked",
      status: 412,
      upstream: expect.stringContaining("immutable"),
    });
    await expect(clientOf(server, as("harbor", "other")).deleteTag(deep, one)).rejects.toMatchObject({
      code: "REGISTRY_UNAUTHORIZED",
      reason: "permission_missing",
    });
    expect(namesOf(tags, deep)).toEqual(["1.0", "latest"]);
  });
});

describe("Docker Hub", () => {
  const namespaces = { me: { public: ["app"] } };
  const mine = parseRepositoryName("me/app");

  it("deletes tags by its API, signed in once for all of them", async () => {
    const tags = twoTags("me/app");
    const server = await ending(startFakeHub({ identifier: "me", secret, namespaces, tags }));
    const client = clientOf(server, as("docker-hub"));
    await client.deleteTag(mine, one);
    expect(namesOf(tags, mine)).toEqual(["latest"]);
    await client.deleteTag(mine, two);
    expect(server.seen.map(({ method, authorization }) => [method, authorization])).toEqual([
      ["POST", undefined],
      ["DELETE", `Bearer ${hubToken}`],
      ["DELETE", `Bearer ${hubToken}`],
    ]);
    await expect(client.deleteTag(mine, one)).rejects.toMatchObject(missing);
  });

  it("is signed in to again when its token has run out", async () => {
    const tags = twoTags("me/app");
    const server = await ending(startFakeHub({ identifier: "me", secret, namespaces, tags }));
    const client = clientOf(server, as("docker-hub"));
    await client.deleteTag(mine, one);
    server.inject(faults.times(1, faults.answer(401, JSON.stringify({ detail: "token expired" }))));
    await client.deleteTag(mine, two);
    expect(server.seen.map(({ method }) => method)).toEqual(["POST", "DELETE", "DELETE", "POST", "DELETE"]);
  });

  it("wants whoever asks without an account to sign in", async () => {
    const tags = twoTags("me/app");
    const server = await ending(startFakeHub({ identifier: "me", secret, namespaces, tags }));
    await expect(clientOf(server, { product: "docker-hub" }).deleteTag(mine, one)).rejects.toMatchObject({
      code: "REGISTRY_UNAUTHORIZED",
      reason: "credentials_missing",
      status: 401,
    });
    expect(namesOf(tags, mine)).toEqual(["1.0", "latest"]);
  });

  it("keeps a digest that tags point to, and says so", async () => {
    const server = await fake(faults.at("/v2/me/app/manifests/", faults.answer(403, "{}")));
    await expect(
      clientOf(server, { product: "docker-hub" }).deleteManifest(mine, image.digest),
    ).rejects.toMatchObject({ code: "CONFLICT", reason: "still_referenced", status: 403 });
  });
});

describe("GitLab deletes a tag by its API", () => {
  async function gitlab() {
    const tags = twoTags("team/sub/app");
    const projects = { "team/sub": ["team/sub", "team/sub/app"] };
    const web = await ending(startFakeGitLab({ token: secret, projects, tags }));
    const settings = { kind: "gitlab", api: web.endpoint, namespaces: [] } as const;
    return { web, tags, client: clientOf(await fake(), { ...as("gitlab"), settings }) };
  }

  it("at the project the repository turns out to be in, by number", async () => {
    const { web, tags, client } = await gitlab();
    await client.deleteTag(deep, one);
    expect(namesOf(tags, deep)).toEqual(["latest"]);
    expect(web.seen.map(({ method, url }) => `${method} ${url.split("?")[0]}`)).toEqual([
      "GET /api/v4/projects/team%2Fsub%2Fapp/registry/repositories",
      "GET /api/v4/projects/team%2Fsub/registry/repositories",
      "DELETE /api/v4/projects/9/registry/repositories/2/tags/1.0",
    ]);
  });

  it("and says that there is no such tag or repository", async () => {
    const { client } = await gitlab();
    await expect(client.deleteTag(deep, parseTag("none"))).rejects.toMatchObject(missing);
    await expect(client.deleteTag(app, one)).rejects.toMatchObject({
      code: "NOT_FOUND",
      reason: "name_unknown",
    });
  });

  it("or by /v2/ while its address is not known", async () => {
    const registry = await fake(faults.at("/v2/team/app/manifests/", faults.answer(202, "")));
    await clientOf(registry, as("gitlab")).deleteTag(app, tag);
    expect(registry.seen.map(({ method, url }) => `${method} ${url}`)).toEqual([
      "DELETE /v2/team/app/manifests/1.0",
    ]);
  });
});

describe("GitHub deletes versions by its API", () => {
  const name = parseRepositoryName("octo/tools/cli");
  async function github(...versions: GitHubVersion[]) {
    const held = new Map([["octo/tools/cli", versions]]);
    const server = await ending(startFakeGitHub({ owners: {}, credential: secret, versions: held }));
    return { server, versions, client: clientOf(server, as("ghcr")) };
  }
  const untagged = Array.from({ length: 130 }, (_, id) => ({ id, digest: `sha256:${id}`, tags: [] }));
  const alone: GitHubVersion = { id: 501, digest: a, tags: ["1.0"] };
  const shared: GitHubVersion = { id: 502, digest: b, tags: ["latest", "2.0", "2"] };

  it("by digest, with all the tags of it, however far down the list", async () => {
    const { versions, client } = await github(...untagged, alone, shared);
    await client.deleteManifest(name, parseDigest(b));
    expect(versions).toEqual([...untagged, alone]);
  });

  it("never a tag alone", async () => {
    const { server, versions, client } = await github(alone, shared);
    await expect(client.deleteTag(name, two)).rejects.toMatchObject({
      code: "UNSUPPORTED",
      reason: "tag_delete_unsupported",
    });
    expect(versions).toEqual([alone, shared]);
    expect(server.seen).toEqual([]);
  });

  it("but not the last one, nor what half the world has pulled", async () => {
    const last = await github(alone);
    await expect(last.client.deleteManifest(name, parseDigest(a))).rejects.toMatchObject({
      code: "CONFLICT",
      reason: "last_of_repository",
    });
    const popular = await github({ ...alone, popular: true }, shared);
    await expect(popular.client.deleteManifest(name, parseDigest(a))).rejects.toMatchObject({
      code: "CONFLICT",
      reason: "delete_locked",
    });
  });

  it("and says that there is no such digest or package", async () => {
    const { client } = await github(alone);
    await expect(client.deleteManifest(name, parseDigest(b))).rejects.toMatchObject(missing);
    await expect(client.deleteManifest(app, parseDigest(a))).rejects.toMatchObject(missing);
  });
});

describe("Quay deletes a tag", () => {
  async function quay() {
    const tags = twoTags("team/app");
    return { tags, server: await ending(startFakeQuay({ token: secret, namespaces: {}, tags })) };
  }

  it("by its API for an OAuth token", async () => {
    const { tags, server } = await quay();
    await clientOf(server, as("quay", "$oauthtoken")).deleteTag(app, one);
    expect(namesOf(tags, app)).toEqual(["latest"]);
    expect(server.seen.map(({ url }) => url)).toEqual(["/api/v1/repository/team/app/tag/1.0"]);
  });

  it("by /v2/ for a robot, whose password the API does not take", async () => {
    const { tags, server } = await quay();
    await clientOf(server, as("quay", "team+robot")).deleteTag(app, one);
    expect(namesOf(tags, app)).toEqual(["latest"]);
    expect(server.seen.map(({ url }) => url)).toEqual(["/v2/team/app/manifests/1.0"]);
  });
});

it("a mirror is not asked to delete at all", async () => {
  const registry = await fake();
  const client = clientOf(registry, { product: "mirror" });
  const refused = { code: "UNSUPPORTED", reason: "delete_unsupported" };
  await expect(client.deleteTag(app, tag)).rejects.toMatchObject(refused);
  await expect(client.deleteManifest(app, image.digest)).rejects.toMatchObject(refused);
  expect(registry.seen).toEqual([]);
});
