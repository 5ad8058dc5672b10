import { generateKeyPairSync } from "node:crypto";
import { startFakeAcr } from "../testing/products/aliyun-acr.ts";
import { startFakeAzure } from "../testing/products/azure.ts";
import { startFakeEcr } from "../testing/products/ecr.ts";
import { startFakeGoogle } from "../testing/products/google.ts";
import { startFakeSwr } from "../testing/products/huawei-swr.ts";
import { startFakeTcr } from "../testing/products/tencent-tcr.ts";
import { describeTagFacts, digest, hex, pulled, pushed, secret } from "../testing/tag-facts.ts";
import type { RegistryTarget } from "../types.ts";

const [pushedMs, pulledMs] = [Date.parse(pushed), Date.parse(pulled)];
const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const email = "reader@team-1.iam.gserviceaccount.com";
const serviceAccount = JSON.stringify({
  type: "service_account",
  project_id: "team-1",
  private_key: rsa.privateKey.export({ type: "pkcs8", format: "pem" }),
  client_email: email,
});
const instance = (id: string) =>
  ({
    kind: "instance",
    instance: id,
    region: "",
    namespaces: [],
  }) as const satisfies RegistryTarget["settings"];

const tell = { digest, pushedAt: pushed };
const key = { id: "AKIAIOSFODNN7EXAMPLE", secret };
const aliyunKey = { id: "LTAI5tFakeFakeFake", secret };
const login = { without: { username: "docker-login" } } as const;

describeTagFacts([
  [
    "Amazon ECR",
    {
      product: "ecr",
      user: key.id,
      settings: { kind: "ecr", region: "eu-west-1", accountId: "123456789012" },
      start: (facts) =>
        startFakeEcr({
          key,
          account: "123456789012",
          repositories: [],
          scope: { region: "eu-west-1", service: "ecr" },
          facts,
        }),
      item: (tag) => ({
        imageDigest: digest,
        imageTags: [tag],
        imagePushedAt: pushedMs / 1000,
        lastRecordedPullTime: pulledMs / 1000,
      }),
      count: 101,
      asked: /^\/$/,
      requests: 2,
      told: { ...tell, pulledAt: pulled },
      without: { username: "AWS" },
    },
  ],
  [
    "Amazon ECR Public",
    {
      product: "ecr-public",
      user: key.id,
      repository: "a1b2c3/app",
      start: (facts) =>
        startFakeEcr({
          key,
          account: "123456789012",
          repositories: [],
          publicAlias: "a1b2c3",
          scope: { region: "us-east-1", service: "ecr-public" },
          facts: { app: facts["a1b2c3/app"] ?? [] },
        }),
      item: (imageTag) => ({
        imageTag,
        createdAt: 1_600_000_000,
        imageDetail: { imageDigest: digest, imagePushedAt: pushedMs / 1000 },
      }),
      count: 101,
      asked: /^\/$/,
      requests: 2,
      told: tell,
      without: { username: "AWS" },
    },
  ],
  [
    "Azure",
    {
      product: "azure",
      user: "robot",
      repository: "team/sub/app",
      start: (facts) => startFakeAzure({ users: { robot: { password: secret, scopes: [] } }, facts }),
      item: (name) => ({ name, digest, createdTime: "2020-09-06T06:17:21.0856539Z", lastUpdateTime: pushed }),
      count: 101,
      asked: /^\/acr\/v1\/team\/sub\/app\/_tags\?/,
      requests: 2,
      told: tell,
      without: "anonymous",
    },
  ],
  [
    "Google",
    {
      product: "google",
      user: "_json_key",
      word: serviceAccount,
      repository: "team-1/images/tools/lint",
      start: (facts) =>
        startFakeGoogle({
          email,
          publicKey: rsa.publicKey.export({ type: "spki", format: "pem" }).toString(),
          projects: {},
          facts,
        }),
      item: (tag) => {
        const name = "projects/team-1/locations/us/repositories/images/packages/tools%2Flint";
        const [version, own] = [`${name}/versions/${digest}`, `${name}/tags/${tag}`];
        return { name: version, createTime: pushed, relatedTags: [{ name: own, version }] };
      },
      count: 3,
      asked: /\/packages\/tools%2Flint\/versions\?/,
      requests: 2,
      told: tell,
      without: "anonymous",
    },
  ],
  [
    "Aliyun ACR personal",
    {
      product: "aliyun-acr",
      user: aliyunKey.id,
      settings: instance(""),
      start: (facts) => startFakeAcr({ key: aliyunKey, namespaces: {}, facts }),
      item: (tag) => ({ tag, digest: hex, imageUpdate: pushedMs, imageCreate: 1_514_432_549_000 }),
      count: 101,
      asked: /^\/repos\/team\/app\/tags\?/,
      requests: 2,
      told: tell,
      ...login,
    },
  ],
  [
    "Aliyun ACR Enterprise",
    {
      product: "aliyun-acr",
      user: aliyunKey.id,
      settings: instance("cri-0a1b2c3d"),
      start: (facts) => startFakeAcr({ key: aliyunKey, namespaces: {}, facts, instance: "cri-0a1b2c3d" }),
      item: (Tag) => ({ Tag, Digest: hex, ImageUpdate: `${pushedMs}`, ImageCreate: "1572839125000" }),
      count: 101,
      asked: /RepoId=/,
      requests: 2,
      told: tell,
      ...login,
    },
  ],
  [
    "Tencent TCR Enterprise",
    {
      product: "tencent-tcr",
      user: "AKIDz8krbsJ5yKBZQpn7",
      settings: instance(""),
      start: (facts) =>
        startFakeTcr({
          key: { id: "AKIDz8krbsJ5yKBZQpn7", secret },
          repositories: [],
          domain: "127.0.0.1",
          facts,
        }),
      item: (ImageVersion) => ({ ImageVersion, Digest: digest, UpdateTime: "2026-01-02T11:04:05.678+08:00" }),
      count: 101,
      asked: /^\/$/,
      // The instance is looked for first.
      requests: 3,
      told: tell,
      ...login,
    },
  ],
  [
    "Huawei SWR",
    {
      product: "huawei-swr",
      user: "QTWAOYTTINDUT2QVKYUC",
      repository: "team/sub/app",
      start: (facts) =>
        startFakeSwr({ key: { id: "QTWAOYTTINDUT2QVKYUC", secret }, login: "", organisations: {}, facts }),
      item: (tag) => ({ tag, digest, created: "2020-01-01T00:00:00Z", updated: pushed }),
      count: 101,
      asked: /^\/v3\/manage\/namespaces\/team\/repos\/sub(?:\$|%24)app\/tags\?/,
      requests: 2,
      told: tell,
      ...login,
    },
  ],
]);
