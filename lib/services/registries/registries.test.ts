import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Role, roles } from "#lib/auth/permissions.ts";
import { db } from "#lib/db/index.ts";
import { openTestDatabase, type TestDatabase } from "#lib/db/testing.ts";
import { execute, executeRead, type Operation } from "#lib/operations/index.ts";
import {
  approveTokenHost,
  createRegistry,
  disableRegistry,
  enableRegistry,
  forgetCredential,
  getRegistry,
  getRegistrySettings,
  listRegistries,
  loadRegistryDetail,
  openTarget,
  recordHealth,
  removeRegistry,
  updateRegistry,
} from "./index.ts";
import { anonymousFields, testActor } from "./testing.ts";

// A password as no other word looks, so that finding it anywhere is finding a leak.
const secret = "Ahoy-7c1e-weigh-anchor";
const endpoint = "https://registry.example.com";
const administrator = testActor("administrator");

let database: TestDatabase & { close(): Promise<void> };
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

let name = "";
let registryId = "";
beforeEach(async () => {
  name = `harbour ${randomUUID()}`;
  registryId = await create({ name, username: "robot", secret });
});

async function create(fields: object): Promise<string> {
  const input = { ...anonymousFields, product: "generic", endpoint, name: randomUUID(), ...fields };
  const result = await execute(createRegistry, administrator, input);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.data.registryId;
}

const update = (fields: object) =>
  execute(updateRegistry, administrator, {
    ...anonymousFields,
    registryId,
    name,
    endpoint,
    username: "robot",
    ...fields,
  });

const openedSecret = async () => {
  const { credential } = await openTarget(registryId);
  return credential.kind === "basic" ? credential.secret : null;
};

describe("another product", () => {
  const productOf = async () =>
    (await db().registry.findUniqueOrThrow({ where: { id: registryId } })).product;

  it("with its API at the same address keeps the secret, and what was found of the other one is forgotten", async () => {
    await recordHealth(registryId, { health: "ok" });
    const settings = { kind: "namespaces" as const, namespaces: ["team"] };
    expect(await update({ product: "harbor", settings })).toMatchObject({ ok: true });
    expect(await openTarget(registryId)).toMatchObject({ product: "harbor", settings });
    expect(await openedSecret()).toBe(secret);
    expect(await loadRegistryDetail(registryId)).toMatchObject({ health: "unknown", list: null });
  });

  it("with its API or its sign-in elsewhere needs the secret again", async () => {
    const needed = { ok: false, error: { reason: "secret_needed_for_new_host" } };
    const gitlab = { kind: "gitlab" as const, api: "https://gitlab.example.com", namespaces: [] };
    const ecr = { kind: "ecr" as const, region: "eu-central-1", accountId: "" };
    expect(await update({ product: "gitlab", settings: gitlab })).toMatchObject(needed);
    expect(await update({ product: "docker-hub" })).toMatchObject(needed);
    const key = { product: "ecr", settings: ecr, username: "AKIAIOSFODNN7EXAMPLE" };
    expect(await update(key)).toMatchObject(needed);
    expect(await productOf()).toBe("generic");
    expect(await update({ product: "gitlab", settings: gitlab, secret })).toMatchObject({ ok: true });
    expect(await productOf()).toBe("gitlab");
  });

  it("has settings of its own: those of the one before are refused, and forgotten when none are given", async () => {
    await update({ product: "harbor", settings: { kind: "namespaces", namespaces: ["team"] } });
    expect(await update({ product: "zot", settings: { kind: "namespaces", namespaces: [] } })).toMatchObject({
      ok: false,
      error: { fields: { settings: "invalid_choice" } },
    });
    expect(await update({ product: "zot" })).toMatchObject({ ok: true });
    expect(await openTarget(registryId)).toMatchObject({ product: "zot", settings: { kind: "none" } });
  });
});

describe("a stored secret", () => {
  it("is sealed in the row and opens into the target", async () => {
    const row = await db().registry.findUniqueOrThrow({ where: { id: registryId } });
    expect(row.sealedSecret).toMatch(/^v1\./);
    expect(row.sealedSecret).not.toContain(secret);
    expect(await openTarget(registryId)).toMatchObject({
      id: registryId,
      endpoint,
      credential: { kind: "basic", username: "robot", secret },
    });
  });

  it("does not open in another registry's row", async () => {
    const other = await create({ username: "robot", secret: "other-secret" });
    const { sealedSecret } = await db().registry.findUniqueOrThrow({ where: { id: registryId } });
    await db().registry.update({ where: { id: other }, data: { sealedSecret } });
    await expect(openTarget(other)).rejects.toMatchObject({ code: "INTERNAL", reason: "secret_key_wrong" });
  });

  it("is kept by an update with an empty password, and its tokens with it", async () => {
    const before = await openTarget(registryId);
    expect(await update({ description: "the big one" })).toMatchObject({
      ok: true,
      data: { hasSecret: true },
    });
    const after = await openTarget(registryId);
    expect(after.credential).toEqual(before.credential);
    expect(after.credentialId).toBe(before.credentialId);
  });

  it("is replaced by a typed one, and tokens of the old one are not used again", async () => {
    const before = await openTarget(registryId);
    await update({ secret: "new-secret" });
    const after = await openTarget(registryId);
    expect(after.credential).toMatchObject({ secret: "new-secret" });
    expect(after.credentialId).not.toBe(before.credentialId);
  });

  it.each([
    "https://registry.example.com.evil",
    "https://registry.example.com:5000",
    "http://registry.example.com",
  ])("is not kept for %s: the update is refused and nothing is saved", async (elsewhere) => {
    const result = await update({ endpoint: elsewhere, description: "moved" });
    expect(result).toMatchObject({
      ok: false,
      error: { reason: "secret_needed_for_new_host", fields: { secret: "secret_needed_for_new_host" } },
    });
    expect(await loadRegistryDetail(registryId)).toMatchObject({
      endpoint,
      description: "",
      hasSecret: true,
    });
    expect(await openedSecret()).toBe(secret);
  });

  it("stays behind when the registry moves with a new one or becomes anonymous", async () => {
    await update({ endpoint: "https://elsewhere.example", secret: "typed-again" });
    expect(await openedSecret()).toBe("typed-again");
    await update({ endpoint: "https://third.example", username: "" });
    expect(await openTarget(registryId)).toMatchObject({ credential: { kind: "anonymous" } });
  });

  it("is the same address however it is written", async () => {
    expect(await update({ endpoint: "HTTPS://Registry.Example.com:443/v2/" })).toMatchObject({ ok: true });
    expect(await openedSecret()).toBe(secret);
  });

  it("is gone after forgetting it", async () => {
    expect(await execute(forgetCredential, administrator, { registryId })).toMatchObject({ ok: true });
    expect(await loadRegistryDetail(registryId)).toMatchObject({ username: null, hasSecret: false });
    const row = await db().registry.findUniqueOrThrow({ where: { id: registryId } });
    expect(row).toMatchObject({ sealedSecret: null, username: null, secretChangedAt: null });
  });

  it("is in no answer and no audit row", async () => {
    await update({ secret: `${secret}-2` });
    await update({ secret: `${secret}-3`, endpoint: "https://elsewhere.example" });
    await execute(createRegistry, administrator, { nonsense: secret, secret });
    const reads = [
      await executeRead(listRegistries, administrator, async () => ({})),
      await executeRead(getRegistry, administrator, async () => ({ registryId })),
      await executeRead(getRegistrySettings, administrator, async () => ({ registryId })),
      await db().auditEvent.findMany(),
    ];
    const text = JSON.stringify(reads, (_key, value: unknown) =>
      typeof value === "bigint" ? String(value) : value,
    );
    expect(text).toContain(registryId);
    expect(text).not.toContain(secret);
    expect(text).not.toContain("sealedSecret");
    expect(text).not.toContain("v1.");
  });
});

describe("the audit log", () => {
  const lastEvent = (action: string) =>
    db().auditEvent.findFirstOrThrow({ where: { action, registryId }, orderBy: { id: "desc" } });

  it("tells what was before and after, and the secret only as present", async () => {
    await update({ name: `${name} II`, skipTlsVerify: true, secret: "new-secret" });
    expect(await lastEvent("registry.update")).toMatchObject({
      outcome: "done",
      actorName: "some-administrator",
      targetId: registryId,
      targetName: name,
      detail: {
        before: { name, skipTlsVerify: false, username: "robot", password: true },
        after: { name: `${name} II`, skipTlsVerify: true, username: "robot", password: true },
        credentialChange: "replace",
      },
    });
  });

  it("keeps refused moves of a credential", async () => {
    await update({ endpoint: "https://elsewhere.example" });
    const event = await db().auditEvent.findFirstOrThrow({
      where: { action: "registry.update", targetId: registryId },
      orderBy: { id: "desc" },
    });
    expect(event).toMatchObject({ outcome: "failed", errorCode: "INVALID_INPUT" });
  });

  it("knows a removed registry's name and address", async () => {
    await execute(removeRegistry, administrator, { registryId, confirmName: name });
    expect(await lastEvent("registry.remove")).toMatchObject({
      targetName: name,
      detail: { before: { endpoint, password: true, repositories: 0 } },
    });
  });
});

describe("names and addresses", () => {
  it("refuses a name that is taken but for its case", async () => {
    const result = await execute(createRegistry, administrator, {
      ...anonymousFields,
      product: "generic",
      endpoint,
      name: name.toUpperCase(),
    });
    expect(result).toMatchObject({
      ok: false,
      error: { code: "CONFLICT", reason: "name_taken", fields: { name: "name_taken" } },
    });
  });

  it("stores the canonical address, and Docker Hub's own whatever was typed", async () => {
    const typed = await create({ endpoint: "Registry.Example.com:5000/" });
    expect((await loadRegistryDetail(typed)).endpoint).toBe("https://registry.example.com:5000");
    const hub = await create({ product: "docker-hub", endpoint: "https://evil.example" });
    expect(await loadRegistryDetail(hub)).toMatchObject({
      endpoint: "https://registry-1.docker.io",
      host: "docker.io",
      product: "docker-hub",
    });
  });

  it("says which field is wrong", async () => {
    const wrong = { ...anonymousFields, product: "generic", name: "", endpoint: "ftp://x" };
    expect(await execute(createRegistry, administrator, wrong)).toMatchObject({
      ok: false,
      error: { code: "INVALID_INPUT", fields: { name: "required" } },
    });
    const cases = [
      [{ endpoint: "ftp://x" }, { endpoint: "endpoint_scheme" }],
      [{ endpoint: "user:secret@host" }, { endpoint: "endpoint_userinfo" }],
      [{ caCertificate: "hello" }, { caCertificate: "certificate_unreadable" }],
      [{ username: "robot" }, { secret: "secret_missing" }],
      [{ secret: "s" }, { username: "username_missing" }],
      [{ tokenHosts: ["https://a.example/path"] }, { tokenHost: "token_host_invalid" }],
    ] as const;
    for (const [fields, expected] of cases) {
      const input = { ...anonymousFields, product: "generic", name: randomUUID(), endpoint, ...fields };
      const result = await execute(createRegistry, administrator, input);
      expect(result).toMatchObject({ ok: false, error: { code: "INVALID_INPUT", fields: expected } });
    }
  });

  it("does not take columns nobody offered", async () => {
    for (const extra of [
      { sealedSecret: "x" },
      { id: randomUUID() },
      { health: "ok" },
      { capabilities: {} },
    ]) {
      const result = await update(extra);
      const [field = ""] = Object.keys(extra);
      expect(result).toMatchObject({ ok: false, error: { fields: { [field]: "unknown_field" } } });
    }
  });
});

describe("disabled registries", () => {
  it("get no request until they are enabled again", async () => {
    await execute(disableRegistry, administrator, { registryId });
    await expect(openTarget(registryId)).rejects.toMatchObject({
      code: "CONFLICT",
      reason: "registry_disabled",
      params: { registry: name },
    });
    expect((await loadRegistryDetail(registryId)).disabled).toBe(true);
    await execute(enableRegistry, administrator, { registryId });
    expect(await openedSecret()).toBe(secret);
  });
});

describe("removing", () => {
  it("wants the name typed, here too", async () => {
    for (const confirmName of ["", "other", name.toUpperCase()]) {
      const result = await execute(removeRegistry, administrator, { registryId, confirmName });
      expect(result).toMatchObject({ ok: false, error: { fields: { confirmName: "name_mismatch" } } });
    }
    expect(await db().registry.count({ where: { id: registryId } })).toBe(1);
    expect(await execute(removeRegistry, administrator, { registryId, confirmName: name })).toMatchObject({
      ok: true,
    });
    await expect(openTarget(registryId)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("token hosts", () => {
  const approve = (tokenHost: string) => execute(approveTokenHost, administrator, { registryId, tokenHost });

  it("are approved by name, once, and forgotten with the address", async () => {
    await approve("https://auth.example.net");
    await approve("https://auth.example.net/");
    expect((await openTarget(registryId)).tokenHosts).toEqual(["https://auth.example.net"]);
    await update({ endpoint: "https://elsewhere.example", secret: "typed-again" });
    expect((await openTarget(registryId)).tokenHosts).toEqual([]);
  });

  it.each([
    "http://auth.example.net",
    "https://auth.example.net/token",
    "https://u@auth.example.net",
    "auth",
    "",
  ])("are not %j", async (tokenHost) => {
    expect(await approve(tokenHost)).toMatchObject({ ok: false, error: { code: "INVALID_INPUT" } });
  });
});

describe("health", () => {
  it("is kept, shown, and forgotten when the connection changes", async () => {
    await recordHealth(registryId, {
      health: "error",
      error: { code: "REGISTRY_UNREACHABLE", reason: "dns_not_found" },
    });
    expect(await loadRegistryDetail(registryId)).toMatchObject({
      health: "error",
      healthError: { code: "REGISTRY_UNREACHABLE", reason: "dns_not_found" },
    });
    await update({ description: "only words" });
    expect((await loadRegistryDetail(registryId)).health).toBe("error");
    await update({ skipTlsVerify: true });
    expect(await loadRegistryDetail(registryId)).toMatchObject({ health: "unknown", healthError: null });
  });

  it("comes with the product's name, where the server says one", async () => {
    const offers = { deleteTag: "unknown", deleteDigest: "unknown", referrers: "unknown" } as const;
    const found = { product: "generic", list: "catalog", auth: "anonymous", ...offers } as const;
    await recordHealth(registryId, { health: "ok", capabilities: { ...found, productName: "zot" } });
    expect((await loadRegistryDetail(registryId)).productName).toBe("zot");
    await recordHealth(registryId, { health: "ok", capabilities: { ...found, productName: "unknown" } });
    expect((await loadRegistryDetail(registryId)).productName).toBeNull();
  });

  it("of a registry removed in the meantime is no error", async () => {
    await expect(recordHealth(randomUUID(), { health: "ok" })).resolves.toBeUndefined();
  });
});

describe("who may", () => {
  // Each operation with an input that would work, so that nothing but the permission refuses it.
  const changes = (): readonly (readonly [Operation<never, unknown>, object])[] =>
    [
      [createRegistry, { ...anonymousFields, product: "generic", name: randomUUID(), endpoint }],
      [updateRegistry, { ...anonymousFields, registryId, name, endpoint, username: "robot" }],
      [forgetCredential, { registryId }],
      [disableRegistry, { registryId }],
      [enableRegistry, { registryId }],
      [approveTokenHost, { registryId, tokenHost: "https://auth.example.net" }],
      [removeRegistry, { registryId, confirmName: name }],
    ] as unknown as readonly (readonly [Operation<never, unknown>, object])[];

  it.each(roles.map((role): [Role, boolean] => [role, role === "administrator"]))(
    "%s changes registries: %s",
    async (role, allowed) => {
      const actor = testActor(role);
      for (const [operation, input] of changes()) {
        const result = await execute(operation, actor, input);
        if (allowed) expect(result, operation.id).toMatchObject({ ok: true });
        else expect(result, operation.id).toEqual({ ok: false, error: { code: "FORBIDDEN" } });
      }
      const settings = await executeRead(getRegistrySettings, actor, async () => ({
        registryId: randomUUID(),
      }));
      expect(settings).toMatchObject({ ok: false, error: { code: allowed ? "NOT_FOUND" : "FORBIDDEN" } });
      expect(await executeRead(listRegistries, actor, async () => ({}))).toMatchObject({ ok: true });
    },
  );

  it("meets the same words for a registry that does not exist and an id that is none", async () => {
    for (const [operation, input] of changes()) {
      if (!("registryId" in input)) continue;
      const absent = await execute(operation, administrator, { ...input, registryId: randomUUID() });
      expect(absent, operation.id).toEqual({ ok: false, error: { code: "NOT_FOUND" } });
    }
    for (const id of [randomUUID(), "no-id", "../x"]) {
      const read = await executeRead(getRegistry, administrator, async () => ({ registryId: id }));
      expect(read).toEqual({ ok: false, error: { code: "NOT_FOUND" } });
    }
  });
});
