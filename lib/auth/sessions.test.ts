import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { closeDatabase, db, isDatabaseUnavailable, type LiveEvent, subscribe } from "../db/index.ts";
import { openTestDatabase, type TestDatabase } from "../db/testing.ts";
import { endSessions, principalOf, type SessionClaim, startSession } from "./sessions.ts";

let database: TestDatabase & { close(): Promise<void> };
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const client = { requestId: "r" };
let claim: SessionClaim;
let serial = 0;
beforeEach(async () => {
  const name = `user-${++serial}`;
  const user = await db().user.create({
    data: { username: name, usernameKey: name, passwordHash: "x", role: "viewer" },
    select: { id: true },
  });
  claim = await startSession(db(), user.id, client);
});
const change = (data: Parameters<ReturnType<typeof db>["session"]["update"]>[0]["data"]) =>
  db().session.update({ where: { id: claim.sessionId }, data });
const isIn = async (given: SessionClaim | null = claim) => (await principalOf(given, client)).userId !== null;
const minutes = (count: number) => new Date(Date.now() - count * 60_000);

describe("a cookie's claim", () => {
  it("is believed as long as its row says so", async () => {
    expect(await principalOf(claim, client)).toMatchObject({ ...claim, role: "viewer" });
  });

  it("is nobody when its row ended, expired, was not used for a week, or its user is disabled", async () => {
    await change({ endedAt: new Date() });
    expect(await isIn()).toBe(false);
    await change({ endedAt: null });
    expect(await isIn()).toBe(true);
    await change({ expiresAt: new Date(Date.now() - 1) });
    expect(await isIn()).toBe(false);
    await change({ expiresAt: new Date(Date.now() + 60_000), lastSeenAt: minutes(7 * 24 * 60 + 1) });
    expect(await isIn()).toBe(false);
    await change({ lastSeenAt: new Date() });
    await db().user.update({ where: { id: claim.userId }, data: { disabledAt: new Date() } });
    expect(await isIn()).toBe(false);
  });

  it("is nobody when there is no such row, or it is somebody else's", async () => {
    expect(await isIn(null)).toBe(false);
    expect(await isIn({ ...claim, sessionId: crypto.randomUUID() })).toBe(false);
    expect(await isIn({ ...claim, sessionId: "' OR 1=1 --" })).toBe(false);
    expect(await isIn({ ...claim, userId: crypto.randomUUID() })).toBe(false);
  });

  it("is written to at most once a minute", async () => {
    const seen = async () => (await change({})).lastSeenAt.getTime();
    const before = await seen();
    await isIn();
    expect(await seen()).toBe(before);
    await change({ lastSeenAt: minutes(2) });
    await isIn();
    await expect.poll(seen).toBeGreaterThan(Date.now() - 10_000);
  });
});

describe("a clock that jumps", () => {
  const day = 24 * 60 * 60_000;
  afterEach(() => void vi.useRealTimers());
  const jump = (days: number) => vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + days * day });
  const row = () => db().session.findUniqueOrThrow({ where: { id: claim.sessionId } });

  it.each([1, -1, 400])("on this machine, by %i days, ends no session and lengthens none", async (days) => {
    const before = await row();
    jump(days);
    expect(await isIn()).toBe(true);
    const other = await startSession(db(), claim.userId, client);
    expect(await isIn(other)).toBe(true);
    const after = await db().session.findUniqueOrThrow({ where: { id: other.sessionId } });
    for (const column of ["createdAt", "lastSeenAt", "expiresAt"] as const) {
      expect(Math.abs(after[column].getTime() - before[column].getTime())).toBeLessThan(60_000);
    }
    await change({ expiresAt: new Date(before.createdAt.getTime() - 1) });
    expect(await isIn()).toBe(false);
  });

  it("back in the database signs nobody out, and the next use mends what was written ahead", async () => {
    const { createdAt } = await row();
    const ahead = (days: number) => new Date(createdAt.getTime() + days * day);
    await change({ createdAt: ahead(1), lastSeenAt: ahead(1), expiresAt: ahead(31) });
    expect(await isIn()).toBe(true);
    await expect
      .poll(async () => (await row()).lastSeenAt.getTime())
      .toBeLessThan(createdAt.getTime() + day / 2);
    expect(Math.abs((await row()).expiresAt.getTime() - ahead(30).getTime())).toBeLessThan(60_000);
  });

  it("forward in the database is believed: what was unused for so long has ended", async () => {
    const { createdAt } = await row();
    const earlier = (days: number) => new Date(createdAt.getTime() - days * day);
    await change({ lastSeenAt: earlier(1) });
    expect(await isIn()).toBe(true);
    // The use just now may still be on its way to the row; it revives nothing.
    await change({ lastSeenAt: earlier(8) });
    expect(await isIn()).toBe(false);
  });
});

describe("ending sessions", () => {
  it("reaches every instance within a second", async () => {
    const heard: LiveEvent[] = [];
    const stop = subscribe((event) => heard.push(event));
    const other = await startSession(db(), claim.userId, client);
    // LISTEN is set up in the background; what is sent again until it is heard proves it.
    await expect
      .poll(async () => {
        await db().$executeRaw`SELECT pg_notify('longshore', '{"topic":"host","id":"ping"}')`;
        return heard.length;
      })
      .toBeGreaterThan(0);
    const started = Date.now();
    await db().$transaction((tx) => endSessions(tx, claim.userId, "signed_out"));
    await expect
      .poll(
        () =>
          heard
            .filter(({ topic }) => topic === "session")
            .map(({ id }) => id)
            .sort(),
        { interval: 10 },
      )
      .toEqual([claim.sessionId, other.sessionId].sort());
    expect(Date.now() - started).toBeLessThan(1_000);
    expect(await isIn()).toBe(false);
    expect(await isIn(other)).toBe(false);
    stop();
  });

  it("spares the one named, counts only live ones, and touches nobody else", async () => {
    const other = await startSession(db(), claim.userId, client);
    expect(await endSessions(db(), claim.userId, "ended_by_user", { except: claim.sessionId })).toBe(1);
    expect(await endSessions(db(), claim.userId, "ended_by_user", { except: claim.sessionId })).toBe(0);
    expect([await isIn(), await isIn(other)]).toEqual([true, false]);
    expect(await endSessions(db(), crypto.randomUUID(), "ended_by_user", { only: claim.sessionId })).toBe(0);
    expect(await isIn()).toBe(true);
  });

  it("that is rolled back ended nothing", async () => {
    const rolledBack = db().$transaction(async (tx) => {
      await endSessions(tx, claim.userId, "signed_out");
      throw new Error("no");
    });
    await expect(rolledBack).rejects.toThrow("no");
    expect(await isIn()).toBe(true);
  });
});

describe("the database being away", () => {
  it("or having no connection to give signs nobody out", async () => {
    const admin = new pg.Client({ connectionString: database.adminUrl });
    await admin.connect();
    const limit = (count: number) => admin.query(`ALTER DATABASE ${database.name} CONNECTION LIMIT ${count}`);
    await limit(0);
    await closeDatabase();
    const error = await principalOf(claim, client).then(
      () => null,
      (reason: unknown) => reason,
    );
    await limit(-1);
    await admin.end();
    expect(isDatabaseUnavailable(error)).toBe(true);
    expect(await isIn()).toBe(true);
  });

  it("is an error of its own, not a sign-out", async () => {
    const url = process.env.DATABASE_URL;
    await closeDatabase();
    process.env.DATABASE_URL = "postgresql://nobody@127.0.0.1:1/none";
    const error = await principalOf(claim, client).then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(isDatabaseUnavailable(error)).toBe(true);
    await closeDatabase();
    process.env.DATABASE_URL = url;
    expect(await isIn()).toBe(true);
  });
});
