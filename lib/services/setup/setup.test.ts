import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { anonymous } from "../../auth/actor.ts";
import { principalOf } from "../../auth/sessions.ts";
import { keyring, parseKeyring, useKeyring, verifyPassword } from "../../crypto/index.ts";
import { db } from "../../db/index.ts";
import { openTestDatabase, type TestDatabase } from "../../db/testing.ts";
import { EnvError } from "../../env.ts";
import { execute } from "../../operations/index.ts";
import { testClient, useTestKey } from "../testing.ts";
import {
  checkSealingKey,
  createAdministratorFromEnvironment,
  createFirstAdministrator,
  ensureSetupToken,
  isSetupOpen,
  prepareIdentity,
} from "./index.ts";

let database: TestDatabase & { close(): Promise<void> };
beforeAll(async () => {
  useTestKey();
  database = await openTestDatabase();
});
afterAll(() => database.close());
afterEach(async () => {
  await db().user.deleteMany();
  await db().setting.deleteMany();
});

const password = "walks along the quay";
const complete = (input: { token: string; username?: string; password?: string }, address = "192.0.2.7") =>
  execute(createFirstAdministrator, anonymous({ ...testClient, address }), {
    username: "lin.wei",
    password,
    ...input,
  });
const administrators = () =>
  db().user.findMany({ select: { username: true, role: true, passwordHash: true } });

describe("setup", () => {
  it("makes the first administrator with the token, signs him in, and is closed for good", async () => {
    const token = (await ensureSetupToken()) ?? "";
    const result = await complete({ token });
    if (!result.ok) throw new Error(result.error.code);
    const [administrator] = await administrators();
    expect(administrator).toMatchObject({ username: "lin.wei", role: "administrator" });
    expect(await verifyPassword(administrator?.passwordHash ?? null, password)).toBe(true);
    expect(await principalOf(result.data, testClient)).toMatchObject({ role: "administrator" });

    expect(await isSetupOpen()).toBe(false);
    expect(await ensureSetupToken()).toBeNull();
    expect(await complete({ token, username: "mallory" })).toMatchObject({
      error: { reason: "setup_closed" },
    });
    expect(await administrators()).toHaveLength(1);
    expect(await db().setting.count()).toBe(0);
  });

  it("needs the token", async () => {
    await ensureSetupToken();
    for (const token of ["", "guess", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"]) {
      expect(await complete({ token })).toMatchObject({ error: { reason: "setup_token_wrong" } });
    }
    expect(await administrators()).toEqual([]);
  });

  it("refuses everything when no token was ever made", async () => {
    expect(await complete({ token: "" })).toMatchObject({ error: { reason: "setup_token_wrong" } });
  });

  it("makes exactly one administrator of many attempts at once", async () => {
    const token = (await ensureSetupToken()) ?? "";
    const attempts = Array.from({ length: 12 }, (_, index) =>
      complete({ token, username: `admin-${index}` }),
    );
    const results = await Promise.all(attempts);
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    const refused = results.flatMap((result) => (result.ok ? [] : [result.error.reason]));
    expect(new Set(refused)).toEqual(new Set(["setup_closed"]));
    expect(await administrators()).toHaveLength(1);
  });

  it("keeps its token over restarts and instances, and tells nobody who has only the database", async () => {
    const token = (await ensureSetupToken()) ?? "";
    expect(token.length).toBeGreaterThanOrEqual(32);
    expect(await ensureSetupToken()).toBe(token);
    const dump = JSON.stringify(await db().setting.findMany());
    expect(dump).not.toContain(token);
    const ours = keyring();
    useTestKey();
    expect(await ensureSetupToken()).not.toBe(token);
    useKeyring(ours);
  });

  it.each([
    [{ username: "x" }, { username: "username_format" }],
    [{ username: "-wei" }, { username: "username_format" }],
    [{ password: "short" }, { password: "password_too_short" }],
    [{ username: "administrator", password: "Administrator" }, { password: "password_is_username" }],
    [{ role: "administrator" }, { role: "unknown_field" }],
  ])("refuses %j", async (input, fields) => {
    const token = (await ensureSetupToken()) ?? "";
    expect(await complete({ token, ...input })).toEqual({
      ok: false,
      error: { code: "INVALID_INPUT", fields },
    });
  });

  it("is on record, without password or token", async () => {
    const token = (await ensureSetupToken()) ?? "";
    await complete({ token: "wrong" }, "192.0.2.99");
    await complete({ token }, "192.0.2.99");
    const events = await db().auditEvent.findMany({
      where: { action: "setup.complete", address: "192.0.2.99" },
      orderBy: { id: "asc" },
    });
    expect(events).toMatchObject([
      { outcome: "denied", actorName: "anonymous" },
      { outcome: "done", actorName: "lin.wei", targetName: "lin.wei" },
    ]);
    const text = JSON.stringify(events, (_key, value) => (typeof value === "bigint" ? String(value) : value));
    expect(text).not.toContain(token);
    expect(text).not.toContain(password);
  });
});

describe("the administrator named in the environment", () => {
  const admin = { username: "Ops.Lead", password };

  it("is created once, however many instances start, and never has the password reset", async () => {
    const results = await Promise.all([1, 2, 3].map(() => createAdministratorFromEnvironment(admin)));
    expect(results.filter(Boolean)).toHaveLength(1);
    expect(await createAdministratorFromEnvironment({ ...admin, password: "quite another one" })).toBe(false);
    const [one, ...others] = await administrators();
    expect(others).toEqual([]);
    expect(await verifyPassword(one?.passwordHash ?? null, password)).toBe(true);
  });

  it("closes the setup page", async () => {
    expect(await prepareIdentity({ username: "ops", password: () => password })).toBeNull();
  });

  it("stops the start with a sentence when it is impossible", async () => {
    await expect(prepareIdentity({ username: "-", password: () => password })).rejects.toThrow(EnvError);
    await expect(prepareIdentity({ username: "ops", password: () => "" })).rejects.toThrow(EnvError);
  });

  it("is absent: the start names the setup link", async () => {
    expect(await prepareIdentity(undefined)).toMatch(/^\/setup#token=[\w-]{32}$/);
  });
});

describe("the sealing key", () => {
  it("is recognised, missed when it is another, and recognised again", async () => {
    const first = Buffer.alloc(32, 1).toString("base64");
    const second = Buffer.alloc(32, 2).toString("base64");
    const ours = keyring();
    useKeyring(parseKeyring(first, "test"));
    expect(await checkSealingKey()).toBe(true);
    useKeyring(parseKeyring(second, "test"));
    expect(await checkSealingKey()).toBe(false);
    useKeyring(parseKeyring(first, "test"));
    expect(await checkSealingKey()).toBe(true);
    // Rotation: the new key in front; afterwards it does without the old one.
    useKeyring(parseKeyring(`${second},${first}`, "test"));
    expect(await checkSealingKey()).toBe(true);
    useKeyring(parseKeyring(second, "test"));
    expect(await checkSealingKey()).toBe(true);
    useKeyring(ours);
  });
});
