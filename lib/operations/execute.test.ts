import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Actor } from "../auth/actor.ts";
import { anonymous } from "../auth/actor.ts";
import type { Role } from "../auth/permissions.ts";
import { db } from "../db/index.ts";
import { openTestDatabase, type TestDatabase } from "../db/testing.ts";
import { AppError } from "../errors.ts";
import { defineOperation, defineRead, execute, executeLazily, executeRead } from "./index.ts";

let database: TestDatabase & { close(): Promise<void> };
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const client = { requestId: "r-1", address: "192.0.2.7", peerAddress: "192.0.2.1", userAgent: "test" };
const actor = (role: Role): Actor => ({
  userId: randomUUID(),
  username: `some-${role}`,
  role,
  sessionId: randomUUID(),
  client,
});

// Every test's operation has a name of its own, so that it finds only its own events.
let id = "";
let serial = 0;
beforeEach(() => {
  id = `test.${++serial}`;
});
const events = () => db().auditEvent.findMany({ where: { action: id }, orderBy: { id: "asc" } });
const input = z.strictObject({ name: z.string().min(1) });
const target = ({ name }: { name: string }) => ({ targetType: "setting", targetName: name });

const writes = (fail?: () => never) =>
  defineOperation({
    id,
    permission: "registry:manage",
    effect: "database",
    input,
    target,
    run: async (_actor, { name }, { tx, audit }) => {
      await tx.setting.create({ data: { key: `${id}:${name}`, value: 1 } });
      audit.after({ value: 1, password: "hunter2" });
      fail?.();
      return name;
    },
  });
const written = () => db().setting.count({ where: { key: { startsWith: `${id}:` } } });

describe("the order of steps", () => {
  it("asks who it is before it looks at the input", async () => {
    let read = false;
    const result = await executeLazily(writes(), actor("viewer"), async () => {
      read = true;
      return {};
    });
    expect(result).toEqual({ ok: false, error: { code: "FORBIDDEN" } });
    expect(read).toBe(false);
  });

  it("records a denial with who and from where", async () => {
    const viewer = actor("viewer");
    await execute(writes(), viewer, { name: "a" });
    expect(await events()).toMatchObject([
      {
        phase: "single",
        outcome: "denied",
        errorCode: "FORBIDDEN",
        actorId: viewer.userId,
        actorName: "some-viewer",
        sessionId: viewer.sessionId,
        address: "192.0.2.7",
        peerAddress: "192.0.2.1",
        userAgent: "test",
        requestId: "r-1",
      },
    ]);
    expect(await written()).toBe(0);
  });

  it("records one denial a minute for a stranger's address, so that nobody can fill the log", async () => {
    const operation = writes();
    for (let count = 0; count < 5; count++) {
      const result = await execute(operation, anonymous(client), { name: "a" });
      expect(result).toEqual({ ok: false, error: { code: "UNAUTHENTICATED" } });
    }
    await execute(operation, anonymous({ ...client, address: "192.0.2.8" }), { name: "a" });
    expect((await events()).map((event) => event.address)).toEqual(["192.0.2.7", "192.0.2.8"]);
  });

  it("records at most thirty failures a minute of a stranger, and every one of somebody signed in", async () => {
    const failing = defineOperation({
      id,
      permission: null,
      effect: "database",
      input,
      target,
      run: () => Promise.reject(new AppError("UNAUTHENTICATED", "wrong")),
    });
    for (let count = 0; count < 35; count++) {
      await execute(failing, anonymous({ ...client, address: "192.0.2.50" }), { name: "a" });
      await execute(failing, actor("viewer"), { name: "a" });
    }
    const recorded = await events();
    expect(recorded.filter(({ actorName }) => actorName === "anonymous")).toHaveLength(30);
    expect(recorded.filter(({ actorName }) => actorName === "some-viewer")).toHaveLength(35);
  });

  it("says which fields are wrong, does nothing and records nothing", async () => {
    const operation = writes();
    expect(await execute(operation, actor("administrator"), { name: "", role: "administrator" })).toEqual({
      ok: false,
      error: { code: "INVALID_INPUT", fields: { name: "required", role: "unknown_field" } },
    });
    expect(await execute(operation, actor("administrator"), {})).toMatchObject({
      error: { fields: { name: "required" } },
    });
    expect(await execute(operation, actor("administrator"), "DROP TABLE")).toMatchObject({
      error: { fields: { "": "invalid_type" } },
    });
    expect(await events()).toEqual([]);
  });

  it("takes no text that no column can store", async () => {
    const bad = `a${String.fromCharCode(0)}b`;
    expect(await execute(writes(), actor("administrator"), { name: bad })).toEqual({
      ok: false,
      error: { code: "INVALID_INPUT", fields: { name: "invalid" } },
    });
  });

  it("lets a role the table does not know do nothing", async () => {
    const stranger = { ...actor("viewer"), role: "root" as Role };
    expect(await execute(writes(), stranger, { name: "a" })).toMatchObject({ error: { code: "FORBIDDEN" } });
  });
});

describe("a change in Postgres", () => {
  it("and its event stand together", async () => {
    expect(await execute(writes(), actor("administrator"), { name: "a" })).toEqual({ ok: true, data: "a" });
    expect(await written()).toBe(1);
    expect(await events()).toMatchObject([
      { phase: "single", outcome: "done", targetType: "setting", targetName: "a", errorCode: null },
    ]);
  });

  it("and its event fall together; the failure is recorded", async () => {
    const operation = writes(() => {
      throw new AppError("CONFLICT", "taken", { reason: "name_taken", params: { name: "a" } });
    });
    expect(await execute(operation, actor("administrator"), { name: "a" })).toEqual({
      ok: false,
      error: { code: "CONFLICT", reason: "name_taken", params: { name: "a" } },
    });
    expect(await written()).toBe(0);
    expect(await events()).toMatchObject([{ phase: "single", outcome: "failed", errorCode: "CONFLICT" }]);
  });

  it("does not happen when its event cannot be written", async () => {
    const operation = defineOperation({
      id,
      permission: null,
      effect: "database",
      input,
      target: () => ({}),
      run: async (_actor, { name }, { tx, audit }) => {
        // Not a uuid: Postgres refuses the event.
        audit.who({ actorId: "nonsense", actorName: "nobody" });
        await tx.setting.create({ data: { key: `${id}:${name}`, value: 1 } });
      },
    });
    expect(await execute(operation, anonymous(client), { name: "a" })).toMatchObject({ ok: false });
    expect(await written()).toBe(0);
  });

  it("is undone when it is not finished by its deadline", async () => {
    const operation = defineOperation({
      id,
      permission: "registry:manage",
      effect: "database",
      deadlineMs: 100,
      input,
      target,
      run: async (_actor, { name }, { tx, signal }) => {
        await tx.setting.create({ data: { key: `${id}:${name}`, value: 1 } });
        await new Promise((resolve) => signal.addEventListener("abort", resolve));
      },
    });
    expect(await execute(operation, actor("administrator"), { name: "a" })).toMatchObject({
      error: { code: "TIMEOUT" },
    });
    await expect.poll(written).toBe(0);
    expect(await events()).toMatchObject([{ outcome: "failed", errorCode: "TIMEOUT" }]);
  });

  it("never tells an unknown error's words, but the request id under which they are logged", async () => {
    const operation = writes(() => {
      throw new Error("password=hunter2 at /srv/secret.ts");
    });
    expect(await execute(operation, actor("administrator"), { name: "a" })).toEqual({
      ok: false,
      error: { code: "INTERNAL", requestId: "r-1" },
    });
  });

  it("leaves no secret in its event", async () => {
    await execute(writes(), actor("administrator"), { name: "a" });
    const [event] = await events();
    expect(JSON.stringify(event?.detail)).not.toContain("hunter2");
    expect(event?.detail).toMatchObject({ after: { value: 1 } });
  });
});

describe("an effect outside Postgres", () => {
  const external = (run: (signal: AbortSignal) => Promise<string>, deadlineMs = 5_000) =>
    defineOperation({
      id,
      permission: "registry:manage",
      effect: "external",
      deadlineMs,
      input,
      target,
      run: (_actor, _input, { signal }) => run(signal),
    });

  it("has its intent on record before it begins, and its outcome under the same id", async () => {
    let before: unknown;
    const operation = external(async () => {
      before = (await events()).map(({ phase, outcome }) => [phase, outcome]);
      return "x";
    });
    expect(await execute(operation, actor("administrator"), { name: "a" })).toEqual({ ok: true, data: "x" });
    expect(before).toEqual([["intent", "pending"]]);
    const [intent, outcome] = await events();
    expect(outcome).toMatchObject({ phase: "outcome", outcome: "done", targetName: "a" });
    expect(outcome?.operationId).toBe(intent?.operationId);
    expect(outcome?.durationMs).toBeGreaterThanOrEqual(0);
  });

  it("that failed says so in its outcome", async () => {
    const operation = external(() => Promise.reject(new AppError("REGISTRY_UNREACHABLE", "no")));
    await execute(operation, actor("administrator"), { name: "a" });
    expect(await events()).toMatchObject([
      { phase: "intent", outcome: "pending" },
      { phase: "outcome", outcome: "failed", errorCode: "REGISTRY_UNREACHABLE" },
    ]);
  });

  it("is abandoned at its deadline even when it ignores the signal", async () => {
    let aborted = false;
    const operation = external((signal) => {
      signal.addEventListener("abort", () => {
        aborted = true;
      });
      return new Promise(() => undefined);
    }, 50);
    expect(await execute(operation, actor("administrator"), { name: "a" })).toMatchObject({
      error: { code: "TIMEOUT" },
    });
    expect(aborted).toBe(true);
  });

  it("ends when the client goes away", async () => {
    const leaving = new AbortController();
    const operation = external(() => {
      leaving.abort();
      return new Promise(() => undefined);
    });
    const result = await execute(
      operation,
      actor("administrator"),
      { name: "a" },
      { signal: leaving.signal },
    );
    expect(result).toMatchObject({ error: { code: "CANCELLED" } });
  });
});

describe("a read", () => {
  const read = () =>
    defineRead({ id, permission: "audit:read", input, run: async (_actor, { name }) => name.length });

  it("answers without an event", async () => {
    expect(await executeRead(read(), actor("administrator"), async () => ({ name: "abc" }))).toEqual({
      ok: true,
      data: 3,
    });
    expect(await events()).toEqual([]);
  });

  it("is refused like everything else, on record", async () => {
    expect(await executeRead(read(), actor("operator"), async () => ({ name: "abc" }))).toEqual({
      ok: false,
      error: { code: "FORBIDDEN" },
    });
    expect(await events()).toMatchObject([{ outcome: "denied", actorName: "some-operator" }]);
  });
});

describe("the log of events", () => {
  it("takes no change and no removal from the application", async () => {
    await execute(writes(), actor("administrator"), { name: "a" });
    await expect(db().auditEvent.updateMany({ data: { actorName: "somebody else" } })).rejects.toThrow(
      /denied/,
    );
    await expect(db().auditEvent.deleteMany()).rejects.toThrow(/denied/);
    await expect(db().$executeRaw`TRUNCATE "AuditEvent"`).rejects.toThrow(/denied/);
    await expect(db().$executeRaw`ALTER TABLE "AuditEvent" DISABLE TRIGGER ALL`).rejects.toThrow(/owner/);
    expect(await events()).toHaveLength(1);
  });
});
