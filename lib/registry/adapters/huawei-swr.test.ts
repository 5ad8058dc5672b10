import { describe, expect, it, onTestFinished } from "vitest";
import { probeConnection } from "../probe.ts";
import type { FakeRegistry } from "../testing/fake-registry.ts";
import { app, clientOf, image, tag } from "../testing/fixture.ts";
import { startFakeSwr } from "../testing/products/huawei-swr.ts";
import { namesIn } from "../testing/products/names.ts";
import { testTarget } from "../testing/target.ts";
import type { RegistryTarget } from "../types.ts";
import { huaweiSwr } from "./huawei-swr.ts";

const key = { id: "QTWAOYTTINDUT2QVKYUC", secret: "MFyfvK41ba2giqM7Uio6PznpdUKGpownRZlmVmHc" };
/** By `printf QTWA… | openssl dgst -sha256 -hmac MFyf…`, as the vendor's manual has it. */
const password = "89aca1198a970e4360203d71cdaa80cfc13ecd55ee84409719e88162d139ef34";
const many = Array.from({ length: 230 }, (_, index) => `image-${index}`);
const organisations = { team: many, other: ["tool/cli"] };

async function swr(): Promise<FakeRegistry> {
  const login = `127.0.0.1@${key.id}:${password}`;
  const server = await startFakeSwr({ key, login, organisations });
  onTestFinished(server.stop);
  server.put(app, tag, image);
  return server;
}

function signed(...namespaces: readonly string[]): Partial<RegistryTarget> {
  return {
    product: "huawei-swr",
    credential: { kind: "basic", username: key.id, secret: key.secret },
    settings: { kind: "namespaces", namespaces },
  };
}

describe("Huawei SWR", () => {
  it("lists everything with an access key, page by page", async () => {
    const { names, truncated } = await namesIn(clientOf(await swr(), signed()));
    const all = [...many.map((name) => `team/${name}`), "other/tool/cli"];
    expect({ names, truncated }).toEqual({ names: all, truncated: false });
  });

  it("lists the organisations named, and says which there is not", async () => {
    const server = await swr();
    expect((await namesIn(clientOf(server, signed("other")))).names).toEqual(["other/tool/cli"]);
    await expect(namesIn(clientOf(server, signed("nobody")))).rejects.toMatchObject({
      reason: "namespace_unknown",
      params: { name: "nobody" },
    });
  });

  it("is read with the login made of the key; the secret goes nowhere, and nobody is asked", async () => {
    const server = await swr();
    expect((await clientOf(server, signed()).headManifest(app, tag)).digest).toBe(image.digest);
    expect(server.seen.every(({ url }) => url.startsWith("/v2/"))).toBe(true);
    expect(JSON.stringify(server.seen)).not.toContain(key.secret);
  });

  it("says that a key was refused", async () => {
    const credential = { kind: "basic", username: key.id, secret: "wrong" } as const;
    await expect(namesIn(clientOf(await swr(), { ...signed(), credential }))).rejects.toMatchObject({
      code: "REGISTRY_UNAUTHORIZED",
      reason: "credentials_refused",
      upstream: expect.stringContaining("verify aksk signature fail"),
    });
  });

  it("passes the connection test with docker's login, which lists nothing", async () => {
    const server = await swr();
    const credential = { kind: "basic", username: `127.0.0.1@${key.id}`, secret: password } as const;
    const target = testTarget(server.endpoint, { product: "huawei-swr", credential });
    expect(await probeConnection(target)).toMatchObject({ ok: true, capabilities: { list: "pinned" } });
  });

  it("is asked in its region", () => {
    const target = testTarget("https://swr.cn-north-4.myhuaweicloud.com", signed());
    expect(huaweiSwr.api?.origin(target)).toBe("https://swr-api.cn-north-4.myhuaweicloud.com");
  });
});
