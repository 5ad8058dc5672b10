import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it, onTestFinished } from "vitest";
import { probeConnection } from "../probe.ts";
import { app, clientOf, image, tag } from "../testing/fixture.ts";
import { type FakeGoogle, type GoogleOptions, startFakeGoogle } from "../testing/products/google.ts";
import { namesIn } from "../testing/products/names.ts";
import { testTarget } from "../testing/target.ts";
import type { RegistryTarget } from "../types.ts";
import { adapterFor } from "./index.ts";

const pair = () => {
  const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return {
    publicKey: keys.publicKey.export({ type: "spki", format: "pem" }).toString(),
    privateKey: keys.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
};
const { publicKey, privateKey } = pair();
const stranger = pair();

const email = "reader@team-1.iam.gserviceaccount.com";
const json = (changes: object = {}) =>
  JSON.stringify({
    type: "service_account",
    project_id: "team-1",
    private_key_id: "0a1b",
    private_key: privateKey,
    client_email: email,
    token_uri: "https://evil.example/token",
    ...changes,
  });

const projects = {
  "team-1": {
    npm: ["left-pad"],
    "npm-old": [],
    images: ["web", "tools/lint", "api"],
    base: ["alpine"],
    more: [],
  },
  "team-2": { images: ["site"], base: ["debian"] },
};

async function google(options: Partial<GoogleOptions> = {}): Promise<FakeGoogle> {
  const fake = await startFakeGoogle({ email, publicKey, projects, ...options });
  onTestFinished(fake.stop);
  fake.put(app, tag, image);
  return fake;
}

function as(secret = json(), username = "_json_key", ...namespaces: string[]): Partial<RegistryTarget> {
  return {
    product: "google",
    credential: { kind: "basic", username, secret },
    settings: { kind: "namespaces", namespaces },
  };
}

describe("Google Artifact Registry", () => {
  it("lists the key's own project, Docker repositories only, page by page", async () => {
    const { names, truncated } = await namesIn(clientOf(await google(), as()));
    expect(truncated).toBe(false);
    expect(names).toEqual([
      "team-1/images/web",
      "team-1/images/tools/lint",
      "team-1/images/api",
      "team-1/base/alpine",
    ]);
  });

  it("lists the projects and repositories named", async () => {
    const target = as(json(), "_json_key", "team-2", "team-1/base");
    const { names } = await namesIn(clientOf(await google(), target));
    expect(names).toEqual(["team-2/images/site", "team-2/base/debian", "team-1/base/alpine"]);
  });

  it("lists a project of a domain, whose colon is a slash in references", async () => {
    const scoped = { "example.com:team": { images: ["web"], base: ["alpine"] } };
    const registry = await google({ projects: scoped });
    const own = as(json({ project_id: "example.com:team" }));
    expect((await namesIn(clientOf(registry, own))).names).toEqual([
      "example.com/team/images/web",
      "example.com/team/base/alpine",
    ]);
    const named = as(json(), "_json_key", "example.com/team/base");
    expect((await namesIn(clientOf(registry, named))).names).toEqual(["example.com/team/base/alpine"]);
  });

  it("asks /v2/ for what is below a name where the API is switched off", async () => {
    const images = ["team-1/web", "team-1/web/cache", "team-1/tools/lint", "team-2/not/asked"];
    const registry = await google({ apiOff: true, images });
    const { names, truncated } = await namesIn(clientOf(registry, as()));
    expect(truncated).toBe(false);
    expect(names).toEqual(["team-1/web", "team-1/web/cache", "team-1/tools/lint"]);
    const one = as(json(), "_json_key", "team-1/tools", "example.com/team");
    await expect(namesIn(clientOf(registry, one))).rejects.toMatchObject({
      code: "UNSUPPORTED",
      reason: "listing_refused",
      status: 403,
    });
  });

  it("says which project does not exist", async () => {
    const target = as(json(), "_json_key", "team-3");
    await expect(namesIn(clientOf(await google(), target))).rejects.toMatchObject({
      reason: "namespace_unknown",
      params: { name: "team-3" },
    });
  });

  it("exchanges the key, in base64 too, for a token that /v2/ takes, and sends it nowhere", async () => {
    const registry = await google();
    const secret = Buffer.from(json()).toString("base64");
    const client = clientOf(registry, as(secret, "_json_key_base64"));
    expect((await client.headManifest(app, tag)).digest).toBe(image.digest);
    expect((await client.getManifest(app, tag)).digest).toBe(image.digest);
    expect(registry.seen.filter(({ url }) => url === "/token")).toHaveLength(1);
    expect(JSON.stringify(registry.seen)).not.toContain(secret);
  });

  it("takes an access token had elsewhere as it is", async () => {
    const registry = await google();
    const client = clientOf(registry, as("ya29.token-1", "oauth2accesstoken", "team-2/images"));
    expect((await namesIn(client)).names).toEqual(["team-2/images/site"]);
    expect((await client.headManifest(app, tag)).digest).toBe(image.digest);
    expect(registry.seen.map(({ url }) => url)).not.toContain("/token");
  });

  it.each([
    ["another's key", json({ private_key: stranger.privateKey }), "credentials_refused"],
    ["no key", "hunter2", "key_unreadable"],
    ["a key cut off", json({ private_key: privateKey.slice(0, 400) }), "key_unreadable"],
  ])("refuses %s", async (_what, secret, reason) => {
    const registry = await google();
    await expect(clientOf(registry, as(secret)).headManifest(app, tag)).rejects.toMatchObject({
      code: "REGISTRY_UNAUTHORIZED",
      reason,
    });
  });

  it("reads tags among what else is in their list, and deletes them before what they are on", async () => {
    const tags = new Map([
      ["1.0", image.digest],
      ["latest", image.digest],
      ["old", `sha256:${"0".repeat(64)}`],
    ]);
    const registry = await google({ tags });
    const client = clientOf(registry, as());
    const pages = await Array.fromAsync(client.listTags(app));
    expect(pages.flatMap((page) => page.tags)).toEqual(["1.0", "latest", "old"]);
    await client.deleteManifest(app, image.digest);
    expect(registry.deleted).toEqual(["1.0", "latest", image.digest]);
    expect([...tags.keys()]).toEqual(["old"]);
  });

  it("passes the connection test with its list", async () => {
    const registry = await google();
    const report = await probeConnection(testTarget(registry.endpoint, as()));
    expect(report).toMatchObject({ ok: true, capabilities: { list: "namespace", auth: "bearer" } });
  });

  it.each([
    ["https://europe-west3-docker.pkg.dev", "namespace", "https://artifactregistry.googleapis.com"],
    ["https://eu.gcr.io", "namespace", "https://artifactregistry.googleapis.com"],
    ["https://images.corp.example", "pinned", "https://artifactregistry.googleapis.com"],
  ])("at %s is listed by %s at %s", (endpoint, list, origin) => {
    const target = testTarget(endpoint, as());
    expect([adapterFor("google").list(target), adapterFor("google").api?.origin(target)]).toEqual([
      list,
      origin,
    ]);
  });
});
