import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { isProtectedByRole, type NewAuditEvent, record, recordOutcome } from "../../audit/index.ts";
import type { Actor } from "../../auth/actor.ts";
import { endSessions } from "../../auth/sessions.ts";
import { bulk, closeDatabase, db } from "../../db/index.ts";
import { openTestDatabase, type TestDatabase } from "../../db/testing.ts";
import { execute, executeRead } from "../../operations/index.ts";
import { createTestActor, useTestKey } from "../testing.ts";
import { csvCell } from "./csv.ts";
import { exportAudit, exportLines, getAuditEvent, listAuditChoices, listAuditEvents } from "./index.ts";

let database: TestDatabase & { close(): Promise<void> };
let administrator: Actor;
const registryId = randomUUID();
const pulled = randomUUID();
const unfinished = randomUUID();

const event = (facts: Partial<NewAuditEvent>): NewAuditEvent => ({
  action: "registry.update",
  phase: "single",
  outcome: "done",
  actorName: "l.wei",
  ...facts,
});

beforeAll(async () => {
  useTestKey();
  database = await openTestDatabase();
  administrator = await createTestActor("administrator");
  await db().registry.create({
    data: {
      id: registryId,
      name: "Harbor",
      nameKey: "harbor",
      product: "generic",
      endpoint: "https://h.example",
    },
  });
  await record(
    db(),
    event({ actorName: "m.okafor", action: "session.signIn", outcome: "denied", errorCode: "RATE_LIMITED" }),
  );
  await record(
    db(),
    event({ registryId, targetType: "registry", targetName: "100%_sure", address: "10.4.7.22" }),
  );
  await record(
    db(),
    event({
      action: "image.pull",
      phase: "intent",
      outcome: "pending",
      operationId: pulled,
      targetName: "team/app:1.0",
      registryId,
      detail: { host: "This machine" },
    }),
  );
  await record(
    db(),
    event({
      action: "image.pull",
      phase: "intent",
      outcome: "pending",
      operationId: unfinished,
      targetName: "team/lost:1.0",
    }),
  );
  await recordOutcome(db(), pulled, {
    outcome: "failed",
    errorCode: "TIMEOUT",
    durationMs: 812,
    detail: { layers: 3 },
  });
});
afterAll(() => database.close());

async function list(input: Record<string, unknown> = {}) {
  const result = await executeRead(listAuditEvents, administrator, async () => input);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.data;
}
const names = async (input: Record<string, unknown>) =>
  (await list(input)).items.map(({ action, outcome }) => `${action} ${outcome}`);

describe("the log", () => {
  it("shows one row per operation, newest first; an intent without an outcome is shown as such", async () => {
    expect(await names({})).toEqual([
      "image.pull failed",
      "image.pull pending",
      "registry.update done",
      "session.signIn denied",
    ]);
    const [first] = (await list()).items;
    expect(first).toMatchObject({ phase: "outcome", errorCode: "TIMEOUT", startedAt: expect.any(String) });
  });

  it.each([
    [{ actor: "m.okafor" }, 1],
    [{ actor: "m.OKAFOR" }, 0],
    [{ action: "image.pull" }, 2],
    [{ outcome: "pending" }, 1],
    [{ outcome: "denied" }, 1],
    [{ registry: registryId }, 2],
    [{ registry: registryId, outcome: "failed" }, 1],
    [{ targetType: "registry" }, 1],
    [{ target: "TEAM/" }, 2],
    [{ filter: "okafor signin" }, 1],
    [{ filter: "10.4.7" }, 1],
    [{ filter: "rate_limited" }, 1],
    [{ filter: "100%_" }, 1],
    [{ filter: "1__%" }, 0],
    [{ filter: "nothing like this" }, 0],
    [{ when: "24h" }, 4],
    [{ from: "2099-01-01T00:00:00Z" }, 0],
    [{ to: "2000-01-01T00:00:00+08:00" }, 0],
    [{ from: "2000-01-01T00:00:00Z", to: "2099-01-01T00:00:00Z" }, 4],
    [{ filter: '\'; DROP TABLE "AuditEvent"; --' }, 0],
  ])("%j leaves %i", async (input, count) => {
    expect((await list(input)).items).toHaveLength(count);
  });

  it("counts a named range by the clock of the log, though this machine's jumped ahead", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 48 * 3_600_000 });
    try {
      expect((await list({ when: "24h" })).items).toHaveLength(4);
    } finally {
      vi.useRealTimers();
    }
  });

  it.each([
    { q: "password=~" },
    { outcome: "all" },
    { registry: "1 OR 1=1" },
    { from: "yesterday" },
    { cursor: "1; x" },
    { orderBy: "passwordHash" },
  ])("refuses %j", async (input) => {
    const result = await executeRead(listAuditEvents, administrator, async () => input);
    expect(result).toMatchObject({ error: { code: "INVALID_INPUT" } });
  });

  it("is paged without gaps and repetitions while it grows", async () => {
    await bulk.query(
      `INSERT INTO "AuditEvent" ("operationId", "phase", "outcome", "action", "actorName", "targetName")
       SELECT gen_random_uuid(), 'single', 'done', 'test.paging', 'pager', n::text FROM generate_series(1, 250) n`,
    );
    const seen: (string | null)[] = [];
    let cursor: string | undefined;
    do {
      const page = await list({ action: "test.paging", ...(cursor ? { cursor } : {}) });
      seen.push(...page.items.map(({ targetName }) => targetName));
      cursor = page.next;
      await record(db(), event({ action: "test.paging", targetName: "later" }));
    } while (cursor);
    expect(seen).toEqual(Array.from({ length: 250 }, (_, index) => String(250 - index)));
  });

  it("tells everything about one operation, by any of its rows", async () => {
    const [shown] = (await list({ action: "image.pull", outcome: "failed" })).items;
    const detail = await executeRead(getAuditEvent, administrator, async () => ({ id: shown?.id }));
    expect(detail).toMatchObject({
      data: {
        outcome: "failed",
        registryName: "Harbor",
        durationMs: 812,
        facts: { host: "This machine", layers: 3 },
        rows: [{ phase: "intent" }, { phase: "outcome" }],
      },
    });
    if (!detail.ok) throw new Error(detail.error.code);
    const intent = detail.data.rows[0]?.id;
    expect(await executeRead(getAuditEvent, administrator, async () => ({ id: intent }))).toEqual(detail);
    expect(await executeRead(getAuditEvent, administrator, async () => ({ id: "999999999" }))).toMatchObject({
      error: { code: "NOT_FOUND" },
    });
  });

  it("offers everybody who did something, every action and every registry to filter by", async () => {
    const choices = await executeRead(listAuditChoices, administrator, async () => ({}));
    if (!choices.ok) throw new Error(choices.error.code);
    expect(choices.data.actors).toEqual(expect.arrayContaining(["l.wei", "m.okafor"]));
    expect(choices.data.protectedByRole).toBe(true);
    expect(choices.data.actions).toContain("audit.export");
    expect(choices.data.registries).toEqual([{ id: registryId, name: "Harbor" }]);
  });
});

it("says when only a trigger protects it: one role that owns and runs everything", async () => {
  const url = process.env.DATABASE_URL;
  await closeDatabase();
  process.env.DATABASE_URL = database.ownerUrl;
  const protectedByRole = await isProtectedByRole();
  const change = await bulk
    .query(`UPDATE "AuditEvent" SET "actorName" = 'x'`)
    .catch((error: Error) => error.message);
  await closeDatabase();
  process.env.DATABASE_URL = url;
  expect(protectedByRole).toBe(false);
  expect(change).toMatch(/append/);
  expect(await isProtectedByRole()).toBe(true);
});

describe("an export", () => {
  async function take(input: Record<string, unknown>, actor = administrator): Promise<string> {
    const result = await execute(exportAudit, actor, input);
    if (!result.ok) throw new Error(result.error.code);
    return (await Array.fromAsync(exportLines(actor, result.data))).join("");
  }

  it("is NDJSON with every row as it was written, in the filter's order", async () => {
    const lines = (await take({ format: "ndjson", action: "image.pull" })).trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { phase: "outcome", outcome: "failed", operationId: pulled, detail: { layers: 3 } },
      { phase: "intent", operationId: unfinished },
      { phase: "intent", operationId: pulled },
    ]);
  });

  it("is CSV that Excel reads, over more than one batch", async () => {
    await bulk.query(
      `INSERT INTO "AuditEvent" ("operationId", "phase", "outcome", "action", "actorName")
       SELECT gen_random_uuid(), 'single', 'done', 'test.export', '港口' FROM generate_series(1, 1100) n`,
    );
    const text = await take({ format: "csv", action: "test.export" });
    const lines = text.trimEnd().split("\r\n");
    expect(lines).toHaveLength(1101);
    expect(lines[0]).toMatch(/^\ufeff"id","at","phase"/);
    expect(lines[1]).toContain('"港口"');
  });

  it("is itself in the log, with what was asked for", async () => {
    await take({ format: "csv", outcome: "denied" });
    const [row] = (await list({ action: "audit.export" })).items;
    expect(row).toMatchObject({ actorName: administrator.username, outcome: "done" });
    const last = await db().auditEvent.findFirst({
      where: { action: "audit.export" },
      orderBy: { id: "desc" },
    });
    expect(last?.detail).toEqual({ format: "csv", filter: { outcome: "denied" } });
  });

  it("stops when the session that asked for it ends", async () => {
    const leaving = await createTestActor("administrator");
    const result = await execute(exportAudit, leaving, { format: "ndjson", action: "test.export" });
    if (!result.ok) throw new Error(result.error.code);
    const lines = exportLines(leaving, result.data);
    expect((await lines.next()).done).toBe(false);
    await endSessions(db(), leaving.userId, "signed_out");
    expect((await lines.next()).done).toBe(true);
  });
});

describe("a CSV cell", () => {
  it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＠x"])(
    "%j is made harmless",
    (text) => {
      expect(csvCell(text)).toBe(`"'${text}"`);
    },
  );

  it("never begins like a formula, whatever it holds, and never leaves its quotes", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'=+-@\t\r\n",;a1 ') }), (text) => {
        const cell = csvCell(text);
        expect(cell).toMatch(/^"([^"]|"")*"$/);
        expect(cell.slice(1)).not.toMatch(/^[=+\-@\t\r\n]/);
      }),
    );
  });
});
