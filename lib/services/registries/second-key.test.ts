import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { db } from "#lib/db/index.ts";
import { openTestDatabase, type TestDatabase } from "#lib/db/testing.ts";
import { execute, executeRead } from "#lib/operations/index.ts";
import { packSecrets } from "#lib/registry/index.ts";
import { createRegistry, getRegistrySettings, openTarget, tryConnection, updateRegistry } from "./index.ts";
import { anonymousFields, testActor } from "./testing.ts";

const administrator = testActor("administrator");
const keyId = "AKIDz8krbsJ5yKBZQpn7";
const [password, keySecret] = ["docker-word-4711", "key-word-4712"];
const settings = { kind: "instance", instance: "", region: "", namespaces: [] };
const typed = () => ({
  ...anonymousFields,
  name: randomUUID(),
  product: "tencent-tcr",
  endpoint: "https://ccr.ccs.tencentyun.com",
  username: "100036950234",
  settings: { ...settings, keyId },
});

let database: TestDatabase & { close(): Promise<void> };
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const create = (input: object) => execute(createRegistry, administrator, { ...typed(), ...input });
async function created(input: object): Promise<string> {
  const result = await create(input);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.data.registryId;
}
const update = (registryId: string, input: object) =>
  execute(updateRegistry, administrator, { ...typed(), registryId, ...input });
const secretOf = async (registryId: string) => {
  const { credential } = await openTarget(registryId);
  return credential.kind === "basic" ? credential.secret : null;
};

describe("an API key beside docker's login", () => {
  it("is sealed with its password as one, and no browser and no log sees either", async () => {
    const registryId = await created({ secret: password, keySecret });
    expect(await secretOf(registryId)).toBe(packSecrets(password, keySecret));
    const shown = await executeRead(getRegistrySettings, administrator, async () => ({ registryId }));
    expect(shown).toMatchObject({ ok: true, data: { hasSecret: true, settings: { keyId } } });
    const rows = await db().$queryRaw<{ text: string }[]>`
      SELECT row_to_json(r)::text AS text FROM "Registry" r UNION ALL SELECT row_to_json(a)::text FROM "AuditEvent" a`;
    const everything = JSON.stringify([shown, rows]);
    for (const secret of [password, keySecret]) expect(everything).not.toContain(secret);
  });

  it("stays while both are left empty, and goes or changes with both typed again", async () => {
    const registryId = await created({ secret: password, keySecret });
    expect(await update(registryId, {})).toMatchObject({ ok: true, data: { hasSecret: true } });
    expect(await secretOf(registryId)).toBe(packSecrets(password, keySecret));
    const refused = (fields: object) => ({ ok: false, error: { code: "INVALID_INPUT", fields } });
    const together = "secrets_together";
    expect(await update(registryId, { secret: "new" })).toMatchObject(refused({ keySecret: together }));
    expect(await update(registryId, { keySecret: "new" })).toMatchObject(refused({ secret: together }));
    expect(await update(registryId, { settings })).toMatchObject(refused({ secret: together }));
    const another = { ...settings, keyId: "AKIDanother0123" };
    expect(await update(registryId, { settings: another })).toMatchObject(refused({ secret: together }));
    expect(await secretOf(registryId)).toBe(packSecrets(password, keySecret));
    expect(await update(registryId, { settings, secret: "alone" })).toMatchObject({ ok: true });
    expect(await secretOf(registryId)).toBe("alone");
  });

  it("is whole or refused, before anything is asked", async () => {
    for (const [input, fields] of [
      [{ secret: password }, { keySecret: "secrets_together" }],
      [{ keySecret }, { secret: "secrets_together" }],
      [{ settings, secret: password, keySecret }, { keyId: "required" }],
      [{ username: "", secret: password, keySecret }, { username: "username_missing" }],
      [{ settings: { ...settings, keyId: "AKID/../x" } }, { keyId: "invalid_format" }],
      [{ product: "aliyun-acr", secret: password, keySecret }, { keyId: "invalid_format" }],
    ]) {
      const refused = { ok: false, error: { code: "INVALID_INPUT", fields } };
      expect(await create(input as object)).toMatchObject(refused);
      const { name: _name, description: _description, ...connection } = typed();
      const tested = executeRead(tryConnection, administrator, async () => ({ ...connection, ...input }));
      expect(await tested).toMatchObject(refused);
    }
  });
});
