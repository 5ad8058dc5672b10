import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { db } from "#lib/db/index.ts";
import { openTestDatabase, type TestDatabase } from "#lib/db/testing.ts";
import { execute } from "#lib/operations/index.ts";
import { createRegistry, loadRegistryDetail, openTarget, updateRegistry } from "./index.ts";
import { anonymousFields, testActor } from "./testing.ts";

const administrator = testActor("administrator");
const endpoint = "https://registry.example.com";
const api = "https://gitlab.example.com";
const credential = { username: "someone", secret: "glpat-ahoy-7c1e" };

let database: TestDatabase & { close(): Promise<void> };
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const fields = () => ({ ...anonymousFields, name: randomUUID(), endpoint });
const create = (input: object) => execute(createRegistry, administrator, { ...fields(), ...input });

async function created(input: object): Promise<string> {
  const result = await create(input);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.data.registryId;
}

describe("a product's own settings", () => {
  it("are kept tidied, and are the adapter's", async () => {
    const registryId = await created({
      product: "harbor",
      settings: { kind: "namespaces", namespaces: [" team ", "/library/", "team"] },
    });
    const settings = { kind: "namespaces", namespaces: ["team", "library"] };
    expect((await openTarget(registryId)).settings).toEqual(settings);
    expect((await loadRegistryDetail(registryId)).settings).toEqual(settings);
  });

  it.each([
    ["another product's", "zot", { kind: "namespaces", namespaces: [] }, { settings: "invalid_choice" }],
    [
      "names that climb",
      "harbor",
      { kind: "namespaces", namespaces: ["a/../b"] },
      { namespaces: "namespace_invalid" },
    ],
    ["a query", "harbor", { kind: "namespaces", namespaces: ["a?b"] }, { namespaces: "namespace_invalid" }],
    [
      "a region that is a host",
      "aliyun-acr",
      { kind: "instance", instance: "cri-1", region: "evil.example/", namespaces: [] },
      { region: "instance_invalid" },
    ],
    [
      "no address of GitLab",
      "gitlab",
      { kind: "gitlab", api: "", namespaces: ["team"] },
      { api: "required" },
    ],
    [
      "an address of GitLab without TLS",
      "gitlab",
      { kind: "gitlab", api: "http://gitlab.example.com", namespaces: [] },
      { api: "token_host_invalid" },
    ],
    [
      "an address of GitLab with more than a path",
      "gitlab",
      { kind: "gitlab", api: "https://gitlab.example.com/git?token=1", namespaces: [] },
      { api: "token_host_invalid" },
    ],
    [
      "an address of GitLab that climbs",
      "gitlab",
      { kind: "gitlab", api: "https://gitlab.example.com/a/../b", namespaces: [] },
      { api: "token_host_invalid" },
    ],
    ["no region", "ecr", { kind: "ecr", region: "", accountId: "" }, { region: "required" }],
    [
      "a region that is a host",
      "ecr",
      { kind: "ecr", region: "a.b", accountId: "" },
      { region: "invalid_format" },
    ],
    [
      "half an account",
      "ecr",
      { kind: "ecr", region: "eu-west-1", accountId: "12" },
      { accountId: "invalid_format" },
    ],
  ])("are refused: %s", async (_what, product, settings, refused) => {
    expect(await create({ product, settings })).toMatchObject({
      ok: false,
      error: { code: "INVALID_INPUT", fields: refused },
    });
  });

  it("know where GitLab.com is", async () => {
    const registryId = await created({
      product: "gitlab",
      endpoint: "registry.gitlab.com",
      settings: { kind: "gitlab", api: "", namespaces: ["group"] },
    });
    expect((await openTarget(registryId)).settings).toMatchObject({ api: "https://gitlab.com" });
  });

  it("keep the path GitLab stands below", async () => {
    const registryId = await created({
      product: "gitlab",
      settings: { kind: "gitlab", api: "https://example.com/gitlab/", namespaces: ["group"] },
    });
    expect((await openTarget(registryId)).settings).toMatchObject({ api: "https://example.com/gitlab" });
  });

  it("are told by Amazon's own addresses", async () => {
    const settings = { kind: "ecr", region: "", accountId: "" };
    const registryId = await created({
      product: "ecr",
      endpoint: "012345678910.dkr.ecr.eu-central-1.amazonaws.com",
      settings,
    });
    expect((await openTarget(registryId)).settings).toEqual(settings);
  });

  it("of a row from before there were any are empty", async () => {
    const registryId = await created({ product: "gitlab" });
    await db().registry.update({ where: { id: registryId }, data: { settings: {} } });
    expect((await openTarget(registryId)).settings).toEqual({ kind: "gitlab", api: "", namespaces: [] });
  });

  it("send the stored secret to no other GitLab than it was typed for", async () => {
    const registryId = await created({
      product: "gitlab",
      ...credential,
      settings: { kind: "gitlab", api, namespaces: ["team"] },
    });
    const change = (settings: object, secret = "") =>
      execute(updateRegistry, administrator, {
        ...fields(),
        registryId,
        username: credential.username,
        secret,
        settings: { kind: "gitlab", namespaces: ["team"], ...settings },
      });
    const elsewhere = { api: "https://gitlab.example.com.evil" };
    expect(await change(elsewhere)).toMatchObject({
      ok: false,
      error: { reason: "secret_needed_for_new_host", fields: { secret: "secret_needed_for_new_host" } },
    });
    expect((await openTarget(registryId)).settings).toMatchObject({ api });
    expect(await change({ api, namespaces: ["other"] })).toMatchObject({
      ok: true,
      data: { hasSecret: true },
    });
    expect(await change(elsewhere, "typed-again")).toMatchObject({ ok: true });
    expect(await openTarget(registryId)).toMatchObject({
      settings: elsewhere,
      credential: { secret: "typed-again" },
    });
  });

  it("stay when an update does not name them", async () => {
    const settings = { kind: "gitlab", api, namespaces: ["team"] };
    const registryId = await created({ product: "gitlab", ...credential, settings });
    const input = { ...fields(), registryId, username: credential.username };
    expect(await execute(updateRegistry, administrator, input)).toMatchObject({ ok: true });
    expect((await openTarget(registryId)).settings).toEqual(settings);
  });
});
