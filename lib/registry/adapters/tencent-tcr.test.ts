import { describe, expect, it, onTestFinished } from "vitest";
import { probeConnection } from "../probe.ts";
import type { FakeRegistry } from "../testing/fake-registry.ts";
import { app, clientOf, image, tag } from "../testing/fixture.ts";
import { namesIn } from "../testing/products/names.ts";
import { heldTags } from "../testing/products/pages.ts";
import { startFakeTcr, type TcrOptions, tcrInstance, tcrLogin } from "../testing/products/tencent-tcr.ts";
import { testTarget } from "../testing/target.ts";
import type { RegistryTarget } from "../types.ts";
import { regionOf } from "./tencent-personal.ts";
import { tencentTcr } from "./tencent-tcr.ts";
import { packSecrets } from "./two-secrets.ts";

const key = { id: "AKIDz8krbsJ5yKBZQpn7", secret: "tcr-secret-0123456789" };
const many = Array.from({ length: 230 }, (_, index) => `team/image-${index}`);
const repositories = [...many, "other/tool/cli"];

async function tcr(options: Partial<TcrOptions> = {}): Promise<FakeRegistry> {
  const server = await startFakeTcr({ key, repositories, domain: "127.0.0.1", ...options });
  onTestFinished(server.stop);
  server.put(app, tag, image);
  return server;
}

function signed(instance = "", ...namespaces: readonly string[]): Partial<RegistryTarget> {
  return {
    product: "tencent-tcr",
    credential: { kind: "basic", username: key.id, secret: key.secret },
    settings: { kind: "instance", instance, region: "", namespaces },
  };
}

describe("Tencent TCR Enterprise", () => {
  it("is found by its address in whatever region, and lists all its repositories", async () => {
    const { names, truncated } = await namesIn(clientOf(await tcr(), signed()));
    expect({ names, truncated }).toEqual({ names: repositories, truncated: false });
  });

  it("lists the namespaces named, of the instance typed where its domain is its owner's", async () => {
    const server = await tcr({ domain: "team.tencentcloudcr.com" });
    const { names } = await namesIn(clientOf(server, signed(tcrInstance.id, "other")));
    expect(names).toEqual(["other/tool/cli"]);
    await expect(namesIn(clientOf(server, signed()))).rejects.toMatchObject({ reason: "instance_unknown" });
  });

  it("is read with the login the key is exchanged for; the secret goes nowhere", async () => {
    const server = await tcr();
    const client = clientOf(server, signed());
    expect((await client.headManifest(app, tag)).digest).toBe(image.digest);
    await client.getManifest(app, tag);
    const actions = server.seen.flatMap(({ headers }) => headers["x-tc-action"] ?? []);
    expect(actions).toEqual(["DescribeInstances", "CreateInstanceToken"]);
    expect(JSON.stringify(server.seen)).not.toContain(key.secret);
  });

  it("says that a key was refused", async () => {
    const wrong = { kind: "basic", username: key.id, secret: "wrong" } as const;
    const client = clientOf(await tcr(), { ...signed(), credential: wrong });
    const refused = {
      code: "REGISTRY_UNAUTHORIZED",
      reason: "credentials_refused",
      upstream: "AuthFailure.SignatureFailure",
    };
    await expect(namesIn(client)).rejects.toMatchObject(refused);
    await expect(client.headManifest(app, tag)).rejects.toMatchObject(refused);
  });

  it.each([
    ["RequestLimitExceeded.UinLimitExceeded", { code: "RATE_LIMITED" }],
    ["AuthFailure.UnauthorizedOperation", { reason: "permission_missing" }],
  ])("says what %s means", async (Code, meant) => {
    const server = await tcr();
    const body = JSON.stringify({ Response: { Error: { Code, Message: "no" }, RequestId: "1" } });
    server.inject((_request, response) => void response.writeHead(200).end(body));
    await expect(namesIn(clientOf(server, signed()))).rejects.toMatchObject(meant);
  });

  it("passes the connection test with a key, and with docker's login, which lists nothing", async () => {
    const server = await tcr();
    expect(await probeConnection(testTarget(server.endpoint, signed()))).toMatchObject({
      ok: true,
      capabilities: { list: "api" },
    });
    const credential = { kind: "basic", ...tcrLogin } as const;
    const plain = testTarget(server.endpoint, { product: "tencent-tcr", credential });
    expect(await probeConnection(plain)).toMatchObject({ ok: true, capabilities: { list: "pinned" } });
  });
});

describe("Tencent TCR personal", () => {
  it("takes docker's login only", () => {
    const target = testTarget("https://ccr.ccs.tencentyun.com", signed());
    expect([tencentTcr.list(target), tencentTcr.temporaryLogin?.(target)]).toEqual(["pinned", null]);
  });

  const login = { username: "100036950234", password: "docker-word-0123" };
  const both = (...namespaces: readonly string[]): Partial<RegistryTarget> => ({
    product: "tencent-tcr",
    credential: {
      kind: "basic",
      username: login.username,
      secret: packSecrets(login.password, key.secret),
    },
    settings: { kind: "instance", instance: "", region: "", namespaces, keyId: key.id },
  });
  const personal = (options: Partial<TcrOptions> = {}) =>
    tcr({ personal: `${login.username}:${login.password}`, ...options });

  it("with a key beside docker's login lists what the account has, page by page", async () => {
    const { names, truncated } = await namesIn(clientOf(await personal(), both()));
    expect({ names, truncated }).toEqual({ names: repositories, truncated: false });
    // Not on the first page.
    expect((await namesIn(clientOf(await personal(), both("other")))).names).toEqual(["other/tool/cli"]);
  });

  it("shows /v2/ docker's login, and signs with the key that goes nowhere", async () => {
    const server = await personal();
    const client = clientOf(server, both());
    expect((await client.headManifest(app, tag)).digest).toBe(image.digest);
    await namesIn(client);
    const schemes = (isApi: boolean) =>
      server.seen.flatMap(({ url, authorization }) =>
        (url === "/") === isApi && authorization !== undefined ? [authorization.split(" ")[0]] : [],
      );
    expect(new Set(schemes(false))).toEqual(new Set(["Basic"]));
    expect(new Set(schemes(true))).toEqual(new Set(["TC3-HMAC-SHA256"]));
    expect(JSON.stringify(server.seen)).not.toContain(key.secret);
    const report = await probeConnection(testTarget(server.endpoint, both()));
    expect(report).toMatchObject({ ok: true, capabilities: { list: "api" } });
  });

  it("takes one tag off, and says that there is none", async () => {
    const tags = heldTags({ "team/app": { "1.0": image.digest, latest: image.digest } });
    const client = clientOf(await personal({ tags }), both());
    await client.deleteTag(app, tag);
    expect([...(tags.get("team/app")?.keys() ?? [])]).toEqual(["latest"]);
    await expect(client.deleteTag(app, tag)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it.each([
    ["ccr", "ap-guangzhou"],
    ["hkccr", "ap-hongkong"],
    ["useccr", "na-ashburn"],
  ])("at %s is of %s", (host, region) => {
    expect(regionOf(testTarget(`https://${host}.ccs.tencentyun.com`, both()))).toBe(region);
  });
});
