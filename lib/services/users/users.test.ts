import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Actor, anonymous } from "../../auth/actor.ts";
import { principalOf } from "../../auth/sessions.ts";
import { db } from "../../db/index.ts";
import { openTestDatabase, type TestDatabase } from "../../db/testing.ts";
import { execute, executeRead } from "../../operations/index.ts";
import { changePassword, getAccount, setLanguage } from "../account/index.ts";
import { getPreference, setPreference } from "../preferences/index.ts";
import { endOtherSessions, endSession, listSessions, signIn, signOut } from "../sessions/index.ts";
import { createTestActor, testClient, testPassword, useTestKey } from "../testing.ts";
import { createUser, disableUser, enableUser, listUsers, resetPassword, setUserRole } from "./index.ts";

let database: TestDatabase & { close(): Promise<void> };
beforeAll(async () => {
  useTestKey();
  database = await openTestDatabase();
});
afterAll(() => database.close());

let administrator: Actor;
beforeEach(async () => {
  await db().user.deleteMany();
  await db().signInThrottle.deleteMany();
  administrator = await createTestActor("administrator");
});

const isIn = async (actor: Actor) => (await principalOf(actor, testClient)).userId !== null;
const canSignIn = async (username: string, password: string) =>
  (await execute(signIn, anonymous(testClient), { username, password })).ok;
const lastEvent = (action: string) =>
  db().auditEvent.findFirst({ where: { action }, orderBy: { id: "desc" } });

describe("users", () => {
  it("are created with a name of their own", async () => {
    const input = { username: "m.okafor", password: "three tall cranes", role: "operator" } as const;
    expect(await execute(createUser, administrator, input)).toMatchObject({ ok: true });
    expect(await canSignIn("M.Okafor", "three tall cranes")).toBe(true);
    expect(await execute(createUser, administrator, { ...input, username: "M.OKAFOR" })).toMatchObject({
      error: { code: "CONFLICT", reason: "name_taken" },
    });
    expect(await lastEvent("user.create")).toMatchObject({ outcome: "failed", errorCode: "CONFLICT" });
    const events = await db().auditEvent.findMany({ where: { action: "user.create" } });
    expect(JSON.stringify(events.map(({ detail }) => detail))).not.toContain("cranes");
  });

  it("cannot be given more than the form has", async () => {
    const input = {
      username: "eve.x",
      password: "three tall cranes",
      role: "viewer",
      disabledAt: null,
      id: "1",
    };
    expect(await execute(createUser, administrator, input)).toMatchObject({
      error: { fields: { disabledAt: "unknown_field", id: "unknown_field" } },
    });
    expect(await execute(createUser, administrator, { ...input, role: "root" })).toMatchObject({
      error: { fields: { role: "invalid_choice" } },
    });
  });

  it("are listed by name, without anything secret", async () => {
    for (let index = 0; index < 103; index++)
      await createTestActor("viewer", `many-${String(index).padStart(3, "0")}`);
    const page = await executeRead(listUsers, administrator, async () => ({ filter: "MANY-" }));
    if (!page.ok) throw new Error(page.error.code);
    expect(page.data.items).toHaveLength(100);
    expect(Object.keys(page.data.items[0] ?? {}).sort()).toEqual(
      ["createdAt", "disabledAt", "id", "lastSignInAt", "liveSessions", "role", "username"].sort(),
    );
    const rest = await executeRead(listUsers, administrator, async () => ({
      filter: "many-",
      cursor: page.data.next,
    }));
    expect(rest).toMatchObject({ data: { count: 103 } });
    expect(rest).not.toHaveProperty("data.next");
    if (rest.ok)
      expect(rest.data.items.map(({ username }) => username)).toEqual(["many-100", "many-101", "many-102"]);
  });

  it("lose every session with a change of role, and work on with the new one", async () => {
    const user = await createTestActor("operator");
    expect(await execute(setUserRole, administrator, { userId: user.userId, role: "viewer" })).toMatchObject({
      ok: true,
    });
    expect(await isIn(user)).toBe(false);
    expect(await lastEvent("user.setRole")).toMatchObject({
      targetName: user.username,
      detail: { before: { role: "operator" }, after: { role: "viewer" }, sessionsEnded: 1 },
    });
  });

  it("are locked out when disabled, at once, and let in again when enabled", async () => {
    const user = await createTestActor("viewer");
    await execute(disableUser, administrator, { userId: user.userId });
    expect(await isIn(user)).toBe(false);
    expect(await canSignIn(user.username, testPassword)).toBe(false);
    await execute(enableUser, administrator, { userId: user.userId });
    expect(await isIn(user)).toBe(false);
    expect(await canSignIn(user.username, testPassword)).toBe(true);
  });

  it("get a new password from an administrator, and lose the sessions of the old one", async () => {
    const user = await createTestActor("viewer");
    const password = "another tall crane";
    await execute(resetPassword, administrator, { userId: user.userId, password });
    expect(await isIn(user)).toBe(false);
    expect(await canSignIn(user.username, testPassword)).toBe(false);
    expect(await canSignIn(user.username, password)).toBe(true);
  });

  it("that do not exist are NOT_FOUND for every change", async () => {
    const userId = crypto.randomUUID();
    const results = [
      await execute(setUserRole, administrator, { userId, role: "viewer" }),
      await execute(disableUser, administrator, { userId }),
      await execute(enableUser, administrator, { userId }),
      await execute(resetPassword, administrator, { userId, password: "another tall crane" }),
    ];
    for (const result of results) expect(result).toEqual({ ok: false, error: { code: "NOT_FOUND" } });
  });
});

describe("administrators", () => {
  it("do not lock themselves out, nor skip their current password", async () => {
    await createTestActor("administrator");
    const { userId } = administrator;
    const own = { error: { code: "CONFLICT", reason: "own_account" } };
    expect(await execute(disableUser, administrator, { userId })).toMatchObject(own);
    expect(await execute(setUserRole, administrator, { userId, role: "viewer" })).toMatchObject(own);
    const password = "another tall crane";
    expect(await execute(resetPassword, administrator, { userId, password })).toMatchObject(own);
    expect(await isIn(administrator)).toBe(true);
  });

  it("are never gone: the last one stays", async () => {
    const other = await createTestActor("administrator");
    await execute(disableUser, administrator, { userId: other.userId });
    const { userId } = administrator;
    const last = { error: { code: "CONFLICT", reason: "last_administrator" } };
    expect(await execute(disableUser, other, { userId })).toMatchObject(last);
    expect(await execute(setUserRole, other, { userId, role: "operator" })).toMatchObject(last);
  });

  it("cannot demote each other at the same moment", async () => {
    const other = await createTestActor("administrator");
    const results = await Promise.all([
      execute(setUserRole, administrator, { userId: other.userId, role: "viewer" }),
      execute(setUserRole, other, { userId: administrator.userId, role: "viewer" }),
    ]);
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await db().user.count({ where: { role: "administrator" } })).toBe(1);
  });
});

describe("one's own account", () => {
  const newPassword = "another tall crane";

  it("changes its password with the current one: others are ended, this one is renewed", async () => {
    const user = await createTestActor("viewer");
    const elsewhere = await execute(signIn, anonymous(testClient), {
      username: user.username,
      password: testPassword,
    });
    if (!elsewhere.ok) throw new Error(elsewhere.error.code);
    const result = await execute(changePassword, user, { currentPassword: testPassword, newPassword });
    if (!result.ok) throw new Error(result.error.code);
    expect(await isIn(user)).toBe(false);
    expect((await principalOf(elsewhere.data, testClient)).userId).toBeNull();
    expect(await principalOf(result.data, testClient)).toMatchObject({ userId: user.userId });
    expect(await canSignIn(user.username, newPassword)).toBe(true);
    expect(await canSignIn(user.username, testPassword)).toBe(false);
  });

  it("keeps its password when the current one is wrong; guessing is throttled and recorded", async () => {
    const user = await createTestActor("viewer");
    const guess = () => execute(changePassword, user, { currentPassword: "a guess of mine", newPassword });
    expect(await guess()).toEqual({
      ok: false,
      error: { code: "INVALID_INPUT", fields: { currentPassword: "password_wrong" } },
    });
    expect(await lastEvent("account.changePassword")).toMatchObject({
      outcome: "failed",
      actorName: user.username,
    });
    for (let count = 0; count < 4; count++) await guess();
    expect(await guess()).toMatchObject({ error: { code: "RATE_LIMITED" } });
    expect(await isIn(user)).toBe(true);
    expect(await canSignIn(user.username, testPassword)).toBe(true);
  });

  it.each([
    [{ newPassword: testPassword }, { newPassword: "password_unchanged" }],
    [{ newPassword: "short" }, { newPassword: "password_too_short" }],
    [{ newPassword, userId: "somebody else" }, { userId: "unknown_field" }],
  ])("refuses %j", async (input, fields) => {
    const result = await execute(changePassword, administrator, { currentPassword: testPassword, ...input });
    expect(result).toEqual({ ok: false, error: { code: "INVALID_INPUT", fields } });
  });

  it("shows its sessions and ends them; those of others are as if they were not", async () => {
    const victim = await createTestActor("viewer");
    const second = await execute(signIn, anonymous(testClient), {
      username: victim.username,
      password: testPassword,
    });
    if (!second.ok) throw new Error(second.error.code);
    const attacker = await createTestActor("viewer");
    const foreign = await execute(endSession, attacker, { sessionId: victim.sessionId });
    const absent = await execute(endSession, attacker, { sessionId: crypto.randomUUID() });
    expect(foreign).toEqual(absent);
    expect(foreign).toEqual({ ok: false, error: { code: "NOT_FOUND" } });

    const sessions = await executeRead(listSessions, victim, async () => ({}));
    if (!sessions.ok) throw new Error(sessions.error.code);
    expect(sessions.data.map(({ id, current }) => [id, current])).toEqual(
      expect.arrayContaining([
        [victim.sessionId, true],
        [second.data.sessionId, false],
      ]),
    );
    expect(await execute(endOtherSessions, victim, {})).toEqual({ ok: true, data: { ended: 1 } });
    expect((await principalOf(second.data, testClient)).userId).toBeNull();
    expect(await isIn(victim)).toBe(true);
    await execute(signOut, victim, {});
    expect(await isIn(victim)).toBe(false);
    expect(await isIn(attacker)).toBe(true);
  });

  it("remembers language and tables for itself alone, without a word in the log", async () => {
    const user = await createTestActor("viewer");
    const events = await db().auditEvent.count();
    await execute(setLanguage, user, { locale: "zh-CN" });
    await execute(setPreference, user, { key: "table.tags", value: { compact: true } });
    expect(await executeRead(getAccount, user, async () => ({}))).toMatchObject({
      data: { locale: "zh-CN" },
    });
    const get = (actor: Actor) => executeRead(getPreference, actor, async () => ({ key: "table.tags" }));
    expect(await get(user)).toEqual({ ok: true, data: { value: { compact: true } } });
    expect(await get(administrator)).toEqual({ ok: true, data: { value: null } });
    await execute(setPreference, user, { key: "table.tags", value: null });
    expect(await get(user)).toEqual({ ok: true, data: { value: null } });
    expect(await db().auditEvent.count()).toBe(events);
  });

  it("takes no more than a little", async () => {
    const value = "x".repeat(9_000);
    expect(await execute(setPreference, administrator, { key: "table.tags", value })).toMatchObject({
      error: { code: "INVALID_INPUT", fields: { value: "too_long" } },
    });
    expect(await execute(setPreference, administrator, { key: "__proto__", value: 1 })).toMatchObject({
      error: { code: "INVALID_INPUT" },
    });
  });
});
