import { describe, expect, it, onTestFinished } from "vitest";
import { probeConnection } from "../probe.ts";
import { parseRepositoryName, parseTag } from "../reference.ts";
import { app, clientOf, image, tag } from "../testing/fixture.ts";
import { type EcrOptions, type FakeEcr, startFakeEcr } from "../testing/products/ecr.ts";
import { namesIn } from "../testing/products/names.ts";
import { testTarget } from "../testing/target.ts";
import type { RegistryTarget } from "../types.ts";
import { adapterFor } from "./index.ts";

const key = { id: "AKIDEXAMPLE", secret: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };
const account = "012345678910";
const region = "eu-central-1";
const many = Array.from({ length: 230 }, (_, index) => `team/part-${index}`);

async function ecr(options: Partial<EcrOptions> = {}): Promise<FakeEcr> {
  const scope = { region, service: "ecr" };
  const fake = await startFakeEcr({ key, account, repositories: many, scope, ...options });
  onTestFinished(fake.stop);
  fake.put(app, tag, image);
  return fake;
}

const asKey = (typed: object = {}): Partial<RegistryTarget> => ({
  product: "ecr",
  credential: { kind: "basic", username: key.id, secret: key.secret },
  settings: { kind: "ecr", region, accountId: account, ...typed },
});

const publicEcr = () =>
  ecr({
    publicAlias: "q1w2e3",
    repositories: ["site"],
    scope: { region: "us-east-1", service: "ecr-public" },
  });

describe("Amazon ECR", () => {
  it("lists by signed requests, page by page", async () => {
    const registry = await ecr();
    expect(await namesIn(clientOf(registry, asKey()))).toEqual({ names: many, truncated: false });
    expect(registry.actions).toEqual(Array.from({ length: 3 }, () => "DescribeRepositories"));
  });

  it("exchanges the key once for the login that /v2/ is shown, and shows the secret to nobody", async () => {
    const registry = await ecr();
    const client = clientOf(registry, asKey());
    expect((await client.headManifest(app, tag)).digest).toBe(image.digest);
    expect((await client.getManifest(app, tag)).digest).toBe(image.digest);
    expect(registry.actions).toEqual(["GetAuthorizationToken"]);
    expect(JSON.stringify(registry.seen)).not.toContain(key.secret);
  });

  it("takes a login had elsewhere as it is", async () => {
    const registry = await ecr();
    const credential = { kind: "basic", username: "AWS", secret: `password-of-${account}` } as const;
    const client = clientOf(registry, { ...asKey(), credential });
    expect(await namesIn(client)).toMatchObject({ names: [app] });
    expect(registry.actions).toEqual([]);
  });

  it.each([
    ["a wrong secret", { secret: "wrong" }, {}, "credentials_refused"],
    ["an unknown key", { username: "AKIDOTHER" }, {}, "credentials_refused"],
    ["another account's repositories", {}, { accountId: "999999999999" }, "listing_refused"],
  ])("says what AWS says of %s", async (_what, shown, typed, reason) => {
    const registry = await ecr();
    const target = asKey(typed);
    const credential = { kind: "basic", username: key.id, secret: key.secret, ...shown } as const;
    const client = clientOf(registry, { ...target, credential });
    await expect(namesIn(client)).rejects.toMatchObject({
      reason,
      upstream: expect.stringContaining("refused"),
    });
  });

  it("deletes by its API: tags, digests, and says what is kept", async () => {
    const images = new Map([["team/app", new Set<string>([tag, image.digest, "list-child"])]]);
    const registry = await ecr({ images });
    const client = clientOf(registry, asKey());
    await client.deleteTag(app, tag);
    await client.deleteManifest(app, image.digest);
    expect([...(images.get("team/app") ?? [])]).toEqual(["list-child"]);
    await expect(client.deleteTag(app, tag)).rejects.toMatchObject({
      code: "NOT_FOUND",
      reason: "manifest_unknown",
      params: { repository: app, reference: tag },
    });
    await expect(client.deleteTag(app, parseTag("list-child"))).rejects.toMatchObject({
      code: "CONFLICT",
      reason: "still_referenced",
    });
    await expect(client.deleteTag(parseRepositoryName("team/none"), tag)).rejects.toMatchObject({
      code: "NOT_FOUND",
      reason: "name_unknown",
    });
  });

  it("passes the connection test and is recognised by its challenge", async () => {
    const registry = await ecr();
    const report = await probeConnection(testTarget(registry.endpoint, asKey()));
    expect(report).toMatchObject({
      ok: true,
      capabilities: { product: "ecr", productName: "Amazon ECR", list: "api", auth: "basic" },
    });
  });

  it.each([
    [`https://${account}.dkr.ecr.eu-central-1.amazonaws.com`, "https://api.ecr.eu-central-1.amazonaws.com"],
    [`https://${account}.dkr.ecr-fips.us-east-2.amazonaws.com`, "https://ecr-fips.us-east-2.amazonaws.com"],
    [`https://${account}.dkr.ecr.cn-north-1.amazonaws.com.cn`, "https://api.ecr.cn-north-1.amazonaws.com.cn"],
    [`https://${account}.dkr-ecr.us-east-2.on.aws`, "https://ecr.us-east-2.api.aws"],
    ["https://images.corp.example", `https://api.ecr.${region}.amazonaws.com`],
    [
      `https://${account}.dkr.ecr.eu-central-1.amazonaws.com.evil.example`,
      `https://api.ecr.${region}.amazonaws.com`,
    ],
  ])("of %s is asked at %s", (endpoint, origin) => {
    expect(adapterFor("ecr").api?.origin(testTarget(endpoint, asKey()))).toBe(origin);
  });
});

describe("Amazon ECR Public", () => {
  const as = { ...asKey(), product: "ecr-public", settings: { kind: "none" } } as const;

  it("lists the account's repositories below its alias", async () => {
    expect((await namesIn(clientOf(await publicEcr(), as))).names).toEqual(["q1w2e3/site"]);
  });

  it("exchanges the key for a login", async () => {
    const registry = await publicEcr();
    expect((await clientOf(registry, as).headManifest(app, tag)).digest).toBe(image.digest);
    expect(registry.actions).toEqual(["GetAuthorizationToken"]);
  });

  it("deletes in the registry of the alias named, and in no other", async () => {
    const images = new Map([["site", new Set<string>([tag])]]);
    const scope = { region: "us-east-1", service: "ecr-public" };
    const registry = await ecr({ publicAlias: "q1w2e3", repositories: ["site"], scope, images });
    const client = clientOf(registry, as);
    await expect(client.deleteTag(parseRepositoryName("stranger/site"), tag)).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await client.deleteTag(parseRepositoryName("q1w2e3/site"), tag);
    expect(images.get("site")?.size).toBe(0);
  });

  it("lists nothing without a key", async () => {
    const client = clientOf(await publicEcr(), { ...as, credential: { kind: "anonymous" } });
    await expect(namesIn(client)).rejects.toMatchObject({ code: "UNSUPPORTED", reason: "listing_refused" });
  });
});
