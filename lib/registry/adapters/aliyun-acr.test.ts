import { describe, expect, it, onTestFinished } from "vitest";
import { probeConnection } from "../probe.ts";
import type { FakeRegistry } from "../testing/fake-registry.ts";
import { at, times } from "../testing/faults.ts";
import { app, clientOf, image, tag } from "../testing/fixture.ts";
import { type AcrOptions, acrLogin, startFakeAcr } from "../testing/products/aliyun-acr.ts";
import { namesIn } from "../testing/products/names.ts";
import { testTarget } from "../testing/target.ts";
import type { RegistryTarget } from "../types.ts";
import { aliyunAcr } from "./aliyun-acr.ts";

const key = { id: "LTAI5tFakeFakeFake", secret: "acr-secret-0123456789" };
const many = Array.from({ length: 130 }, (_, index) => `image-${index}`);
const namespaces = { team: many, other: ["tool"] };
const all = [...many.map((name) => `team/${name}`), "other/tool"];

async function acr(options: Partial<AcrOptions> = {}): Promise<FakeRegistry> {
  const server = await startFakeAcr({ key, namespaces, ...options });
  onTestFinished(server.stop);
  server.put(app, tag, image);
  return server;
}

function signed(instance = "", ...names: readonly string[]): Partial<RegistryTarget> {
  return {
    product: "aliyun-acr",
    credential: { kind: "basic", username: key.id, secret: key.secret },
    settings: { kind: "instance", instance, region: "", namespaces: names },
  };
}

describe.each([
  ["personal", {}, ""],
  ["Enterprise", { instance: "cri-0a1b2c3d" }, "cri-0a1b2c3d"],
] as const)("Aliyun ACR %s", (_edition, options, instance) => {
  it("lists all repositories with an AccessKey, page by page, each request signed for itself", async () => {
    const server = await acr(options);
    expect(await namesIn(clientOf(server, signed(instance)))).toEqual({ names: all, truncated: false });
    expect(server.seen).toHaveLength(2);
  });

  it("lists the namespaces named", async () => {
    const { names } = await namesIn(clientOf(await acr(options), signed(instance, "other")));
    expect(names).toEqual(["other/tool"]);
  });

  it("is read with the login the AccessKey is exchanged for; the secret goes nowhere", async () => {
    const server = await acr(options);
    const client = clientOf(server, signed(instance));
    expect((await client.headManifest(app, tag)).digest).toBe(image.digest);
    await client.getManifest(app, tag);
    expect(server.seen.filter(({ url }) => !url.startsWith("/v2/"))).toHaveLength(1);
    expect(JSON.stringify(server.seen)).not.toContain(key.secret);
  });

  it("says that a key was refused, and that it asks too much", async () => {
    const server = await acr(options);
    const wrong = { kind: "basic", username: key.id, secret: "wrong" } as const;
    await expect(namesIn(clientOf(server, { ...signed(instance), credential: wrong }))).rejects.toMatchObject(
      { code: "REGISTRY_UNAUTHORIZED", reason: "credentials_refused" },
    );
    const throttled = { Code: "Throttling.User", Message: "Request was denied due to user flow control." };
    server.inject((_request, response) => void response.writeHead(400).end(JSON.stringify(throttled)));
    await expect(namesIn(clientOf(server, signed(instance)))).rejects.toMatchObject({
      code: "RATE_LIMITED",
      upstream: throttled.Message,
    });
  });

  it("is signed for anew when a request has to be repeated: a nonce is good once", async () => {
    const server = await acr(options);
    const nonces: unknown[] = [];
    server.inject(
      at(
        /./,
        times(1, (request, response) => {
          nonces.push(request.headers["x-acs-signature-nonce"]);
          response.writeHead(503).end();
        }),
      ),
    );
    expect((await namesIn(clientOf(server, signed(instance, "other")))).names).toEqual(["other/tool"]);
    expect(nonces).not.toContain(server.seen.at(-1)?.headers["x-acs-signature-nonce"]);
  });
});

describe("Aliyun ACR", () => {
  it("with docker's login only is read and lists nothing", async () => {
    const server = await acr();
    const target = { product: "aliyun-acr", credential: { kind: "basic", ...acrLogin } } as const;
    expect((await clientOf(server, target).headManifest(app, tag)).digest).toBe(image.digest);
    await expect(namesIn(clientOf(server, target))).rejects.toMatchObject({ reason: "listing_refused" });
    expect(server.seen.every(({ url }) => url.startsWith("/v2/"))).toBe(true);
  });

  it("passes the connection test with an AccessKey", async () => {
    const server = await acr();
    const report = await probeConnection(testTarget(server.endpoint, signed()));
    expect(report).toMatchObject({ ok: true, capabilities: { list: "api", auth: "basic" } });
  });

  it.each([
    ["https://registry-vpc.cn-beijing.aliyuncs.com", "", "https://cr.cn-beijing.aliyuncs.com"],
    ["https://crpi-0a1b.cn-shanghai.personal.cr.aliyuncs.com", "", "https://cr.cn-shanghai.aliyuncs.com"],
    ["https://team-registry.cn-hangzhou.cr.aliyuncs.com", "", "https://cr.cn-hangzhou.aliyuncs.com"],
    ["https://images.corp.example", "ap-southeast-1", "https://cr.ap-southeast-1.aliyuncs.com"],
    ["https://registry.cn-hangzhou.aliyuncs.com", "evil", "https://cr.cn-hangzhou.aliyuncs.com"],
  ])("at %s is asked in its region", (endpoint, region, origin) => {
    const settings = { kind: "instance", instance: "cri-1", region, namespaces: [] } as const;
    expect(aliyunAcr.api?.origin(testTarget(endpoint, { settings }))).toBe(origin);
  });

  it("is asked no more than fifteen times a second", async () => {
    const owners = Array.from({ length: 17 }, (_, index) => `team-${index}`);
    const server = await acr({ namespaces: Object.fromEntries(owners.map((owner) => [owner, ["app"]])) });
    const asked: number[] = [];
    server.inject((_request, _response, next) => {
      asked.push(performance.now());
      next();
    });
    const { names } = await namesIn(clientOf(server, signed("", ...owners)));
    expect(names).toHaveLength(17);
    expect((asked[15] ?? 0) - (asked[0] ?? 0)).toBeGreaterThan(900);
  });

  it("says which namespace there is not", async () => {
    await expect(namesIn(clientOf(await acr(), signed("", "nobody")))).rejects.toMatchObject({
      reason: "namespace_unknown",
      params: { name: "nobody" },
    });
  });

  it.each(["https://team-registry.cn-hangzhou.cr.aliyuncs.com", "https://images.corp.example"])(
    "asks which instance %s is before it sends anything",
    async (endpoint) => {
      const client = clientOf({ ...(await acr()), endpoint }, signed());
      await expect(namesIn(client)).rejects.toMatchObject({ reason: "instance_unknown" });
    },
  );
});
