import { describe, expect, it, onTestFinished } from "vitest";
import type { FakeRegistry } from "../testing/fake-registry.ts";
import * as faults from "../testing/faults.ts";
import { app, clientOf, fake } from "../testing/fixture.ts";
import { hubToken, startFakeHub } from "../testing/products/docker-hub.ts";
import { namesIn } from "../testing/products/names.ts";
import { startFakeGitea, startFakeGitHub } from "../testing/products/packages.ts";
import { startFakeQuay } from "../testing/products/quay.ts";
import type { Credential, ProductId, RegistryTarget } from "../types.ts";

const secret = "word-0123456789";
const anonymous: Credential = { kind: "anonymous" };
const many = Array.from({ length: 130 }, (_, index) => `image-${index}`);

async function ending(starting: Promise<FakeRegistry>): Promise<FakeRegistry> {
  const server = await starting;
  onTestFinished(server.stop);
  return server;
}

function as(product: ProductId, username: string, ...namespaces: readonly string[]): Partial<RegistryTarget> {
  const credential: Credential = { kind: "basic", username, secret };
  return { product, credential, settings: { kind: "namespaces", namespaces } };
}

describe("Docker Hub", () => {
  const namespaces = { me: { public: ["site"], own: ["hidden"] }, org: { public: many } };
  const hub = () => ending(startFakeHub({ identifier: "me", secret, namespaces }));

  it("lists the account's own namespace, private repositories with it, signed in once", async () => {
    const server = await hub();
    expect(await namesIn(clientOf(server, as("docker-hub", "me")))).toEqual({
      names: ["me/site", "me/hidden"],
      truncated: false,
    });
    expect(server.seen.map(({ method, authorization }) => [method, authorization])).toEqual([
      ["POST", undefined],
      ["GET", `Bearer ${hubToken}`],
      ["GET", `Bearer ${hubToken}`],
    ]);
  });

  it("lists the account's organisations too, but for those it may not see", async () => {
    const organisations = ["me", "org", "secretive", "gone"];
    const server = await ending(startFakeHub({ identifier: "me", secret, namespaces, organisations }));
    server.inject(faults.at("/v2/namespaces/secretive/", faults.answer(403, "{}")));
    const { names, truncated } = await namesIn(clientOf(server, as("docker-hub", "me")));
    expect(names).toEqual(["me/site", "me/hidden", ...many.map((name) => `org/${name}`)]);
    expect(truncated).toBe(false);
  });

  it("loses no organisation to a failure that passes", async () => {
    const server = await ending(
      startFakeHub({ identifier: "me", secret, namespaces, organisations: ["org"] }),
    );
    server.inject(faults.at("/v2/user/orgs/", faults.answer(503, "{}")));
    await expect(namesIn(clientOf(server, as("docker-hub", "me")))).rejects.toMatchObject({ status: 503 });
  });

  it("asks for no organisations where namespaces are named", async () => {
    const server = await ending(
      startFakeHub({ identifier: "me", secret, namespaces, organisations: ["org"] }),
    );
    const { names } = await namesIn(clientOf(server, as("docker-hub", "me", "me")));
    expect(names).toEqual(["me/site", "me/hidden"]);
    expect(server.seen.map(({ url }) => url)).not.toContainEqual(expect.stringContaining("orgs"));
  });

  it("lists the namespaces named, page by page, without an account too", async () => {
    const settings = { ...as("docker-hub", "", "org", "me"), credential: anonymous };
    const { names } = await namesIn(clientOf(await hub(), settings));
    expect(names).toEqual([...many.map((name) => `org/${name}`), "me/site"]);
  });

  it("takes no next page on another host", async () => {
    const server = await hub();
    const thief = await fake();
    const next = `${thief.endpoint.replace("127.0.0.1", "localhost")}/v2/namespaces/org/repositories?page=2`;
    server.inject((request, response, pass) => {
      if (request.method === "POST") return pass();
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify({ next, results: [{ namespace: "org", name: "a" }] }));
    });
    expect((await namesIn(clientOf(server, as("docker-hub", "me", "org")))).names).toEqual(["org/a"]);
    expect(thief.seen).toEqual([]);
  });

  it("says that the password was refused, and that there is no such namespace", async () => {
    const server = await hub();
    await expect(namesIn(clientOf(server, as("docker-hub", "you")))).rejects.toMatchObject({
      code: "REGISTRY_UNAUTHORIZED",
      reason: "credentials_refused",
    });
    await expect(namesIn(clientOf(server, as("docker-hub", "me", "nobody")))).rejects.toMatchObject({
      reason: "namespace_unknown",
      params: { name: "nobody" },
    });
  });

  it("believes no token that would write headers", async () => {
    const server = await hub();
    server.inject((_request, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify({ access_token: "a\r\nx-evil: 1" }));
    });
    await expect(namesIn(clientOf(server, as("docker-hub", "me")))).rejects.toMatchObject({
      reason: "token_refused",
    });
    expect(server.seen).toHaveLength(1);
  });
});

describe("GitHub's registry", () => {
  const github = () =>
    ending(startFakeGitHub({ owners: { Octo: ["Site", "tools/cli"], many }, credential: secret }));

  it("lists users' and organisations' packages in the words of references", async () => {
    const { names } = await namesIn(clientOf(await github(), as("ghcr", "octo", "Octo", "many")));
    expect(names).toEqual(["octo/site", "octo/tools/cli", ...many.map((name) => `many/${name}`)]);
  });

  it("has no list for nobody, and asks nobody for one", async () => {
    const server = await github();
    const target = { ...as("ghcr", "", "Octo"), credential: anonymous };
    await expect(namesIn(clientOf(server, target))).rejects.toMatchObject({ reason: "listing_refused" });
    expect(server.seen).toEqual([]);
  });
});

describe("Quay", () => {
  const namespaces = { team: { public: ["a", "b", "c"], private: ["d"] } };
  const quay = () => ending(startFakeQuay({ token: secret, namespaces }));

  it("lists what an OAuth token may see, page by page", async () => {
    const { names } = await namesIn(clientOf(await quay(), as("quay", "$oauthtoken", "team")));
    expect(names).toEqual(["team/a", "team/b", "team/c", "team/d"]);
  });

  it("shows its API no robot's password, and lists what is public", async () => {
    const server = await quay();
    const { names } = await namesIn(clientOf(server, as("quay", "team+robot", "team")));
    expect(names).toEqual(["team/a", "team/b", "team/c"]);
    expect(server.seen.map(({ authorization }) => authorization)).toEqual([undefined, undefined]);
  });
});

describe("Gitea", () => {
  const gitea = () =>
    ending(startFakeGitea({ owners: { Team: ["app", "sub/tool"] }, credential: `me:${secret}` }));

  it("lists owners' packages once, however many versions they have", async () => {
    const { names, truncated } = await namesIn(clientOf(await gitea(), as("gitea", "me", "Team")));
    expect({ names, truncated }).toEqual({ names: ["team/app", "team/sub/tool"], truncated: false });
  });

  it("lists by _catalog while no owner is named", async () => {
    const { names } = await namesIn(clientOf(await fake(), { product: "gitea" }));
    expect(names).toEqual([app]);
  });
});
