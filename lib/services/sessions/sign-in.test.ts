import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anonymous } from "../../auth/actor.ts";
import { principalOf } from "../../auth/sessions.ts";
import { db } from "../../db/index.ts";
import { openTestDatabase, type TestDatabase } from "../../db/testing.ts";
import { execute } from "../../operations/index.ts";
import { createTestActor, testClient, testPassword, useTestKey } from "../testing.ts";
import { genuineDevice, issueDevice } from "./device.ts";
import { signIn } from "./index.ts";

let database: TestDatabase & { close(): Promise<void> };
beforeAll(async () => {
  useTestKey();
  database = await openTestDatabase();
});
afterAll(() => database.close());

let lastAddress = 0;
/** An address nobody has tried from yet, so that tests do not throttle each other. */
const newAddress = () => `198.51.100.${++lastAddress}`;

interface Attempt {
  username: string;
  password?: string;
  address?: string;
  device?: string;
}
const attempt = ({ username, password = testPassword, address = newAddress(), device }: Attempt) =>
  execute(signIn, anonymous({ ...testClient, address }), { username, password, device });
const wrong = (username: string, address?: string, device?: string) =>
  attempt({ username, password: "not this one at all", address, device });
async function reasonOf(result: ReturnType<typeof attempt>): Promise<string | undefined> {
  const answer = await result;
  return answer.ok ? "signed in" : answer.error.reason;
}
/** Pauses are a second long at first; here they must not end because the machine is busy. */
const holdPauses = () =>
  db().signInThrottle.updateMany({
    where: { blockedUntil: { not: null } },
    data: { blockedUntil: new Date(Date.now() + 60_000) },
  });
const lastEvent = () => db().auditEvent.findFirstOrThrow({ orderBy: { id: "desc" } });

describe("signing in", () => {
  it("starts a session with the role of the user, whatever the case of the name", async () => {
    const user = await createTestActor("operator", "Case.Insensitive");
    const result = await attempt({ username: " case.INSENSITIVE " });
    if (!result.ok) throw new Error(result.error.code);
    expect(await principalOf(result.data, testClient)).toMatchObject({
      userId: user.userId,
      username: "Case.Insensitive",
      role: "operator",
    });
    expect(result.data.sessionId).not.toBe(user.sessionId);
  });

  it("answers the same, after the same work, whatever was wrong", async () => {
    await createTestActor("viewer", "known");
    const disabled = await createTestActor("viewer", "gone");
    await db().user.update({ where: { id: disabled.userId }, data: { disabledAt: new Date() } });
    const answers = [
      await wrong("known"),
      await wrong("nobody-of-that-name"),
      await attempt({ username: "gone" }),
      await attempt({ username: "", password: "" }),
    ];
    const refused = { ok: false, error: { code: "UNAUTHENTICATED", reason: "sign_in_refused" } };
    expect(answers).toEqual([refused, refused, refused, refused]);

    /** Processor time, not the clock's: what else runs on this machine does not count. */
    const work = async (username: string) => {
      await db().signInThrottle.deleteMany();
      const before = process.cpuUsage();
      await wrong(username);
      const { user, system } = process.cpuUsage(before);
      return user + system;
    };
    await work("known");
    let known = 0;
    let unknown = 0;
    for (let round = 0; round < 6; round++) {
      known += await work("known");
      unknown += await work(`nobody-${round}`);
    }
    // Without the decoy hash an unknown name costs a small part of a known one.
    expect(unknown / known).toBeGreaterThan(0.6);
  });

  it("records the good and the bad, but never a name nobody has", async () => {
    const user = await createTestActor("viewer", "recorded");
    await attempt({ username: "recorded" });
    expect(await lastEvent()).toMatchObject({
      action: "session.signIn",
      outcome: "done",
      actorId: user.userId,
      actorName: "recorded",
    });
    await wrong("recorded");
    expect(await lastEvent()).toMatchObject({
      outcome: "denied",
      errorCode: "UNAUTHENTICATED",
      actorName: "anonymous",
      targetName: "recorded",
      detail: { cause: "wrong_password" },
    });
    await wrong("my secret password typed into the name");
    const event = await lastEvent();
    expect(event).toMatchObject({ targetName: null, detail: { cause: "unknown_user" } });
    expect(JSON.stringify(event, (_key, value) => String(value))).not.toContain("secret");
  });

  it("keeps the password out of every row", async () => {
    const dump = await db().$queryRaw<{ row: string }[]>`
      SELECT to_jsonb(t)::text AS row FROM "AuditEvent" t
      UNION ALL SELECT to_jsonb(t)::text FROM "User" t
      UNION ALL SELECT to_jsonb(t)::text FROM "Session" t
      UNION ALL SELECT to_jsonb(t)::text FROM "SignInThrottle" t`;
    expect(dump.length).toBeGreaterThan(5);
    expect(dump.map(({ row }) => row).join()).not.toContain(testPassword);
  });
});

describe("the throttle", () => {
  it("makes an account wait after five failures, says how long, and forgets nothing while waiting", async () => {
    await createTestActor("viewer", "guessed");
    for (let count = 0; count < 5; count++) expect(await reasonOf(wrong("guessed"))).toBe("sign_in_refused");
    await holdPauses();
    const blocked = await attempt({ username: "guessed" });
    expect(blocked).toMatchObject({ error: { code: "RATE_LIMITED", reason: "sign_in_throttled" } });
    expect(blocked).toHaveProperty(
      "error.params.seconds",
      expect.toSatisfy((left) => left > 50 && left <= 60),
    );
    expect(await lastEvent()).toMatchObject({
      outcome: "denied",
      errorCode: "RATE_LIMITED",
      targetName: "guessed",
    });
  });

  it("treats a name nobody has the same", async () => {
    for (let count = 0; count < 5; count++) expect(await reasonOf(wrong("phantom"))).toBe("sign_in_refused");
    await holdPauses();
    expect(await reasonOf(wrong("phantom"))).toBe("sign_in_throttled");
  });

  it("counts a hundred at once as a hundred", async () => {
    await createTestActor("viewer", "stormed");
    const reasons = await Promise.all(Array.from({ length: 40 }, () => reasonOf(wrong("stormed"))));
    expect(reasons.filter((reason) => reason === "sign_in_refused").length).toBeLessThanOrEqual(10);
    expect(reasons.filter((reason) => reason === "sign_in_throttled").length).toBeGreaterThanOrEqual(30);
  });

  it("doubles the pause, up to fifteen minutes", async () => {
    await createTestActor("viewer", "patient");
    /** How long the pause is that comes after so many failures, whatever time the attempt itself took. */
    const pause = async (failures: number) => {
      await db().signInThrottle.deleteMany();
      await wrong("patient");
      await db().signInThrottle.updateMany({ data: { failures, blockedUntil: null } });
      const before = Date.now();
      await wrong("patient");
      const after = Date.now();
      const row = await db().signInThrottle.findFirstOrThrow({ where: { key: { startsWith: "account:" } } });
      const until = row.blockedUntil?.getTime() ?? 0;
      return { atLeast: (until - after) / 1000, atMost: (until - before) / 1000 };
    };
    for (const [failures, seconds] of [
      [5, 2],
      [8, 16],
      [500, 900],
    ] as const) {
      const { atLeast, atMost } = await pause(failures);
      expect(atLeast).toBeLessThanOrEqual(seconds);
      expect(atMost).toBeGreaterThanOrEqual(seconds);
    }
  });

  /** As if so many had failed already; each real failure costs a hash. */
  const alreadyFailed = (kind: "account" | "address", failures: number) =>
    db().signInThrottle.updateMany({ where: { key: { startsWith: `${kind}:` } }, data: { failures } });

  it.each([
    ["address", "198.51.100.201", "198.51.100.201", "198.51.100.202"],
    ["IPv6 network", "2001:db8:1:1::1", "2001:db8:1:1:ffff::1", "2001:db8:1:2::1"],
  ])("makes an %s wait that tries many names", async (_kind, first, same, other) => {
    await wrong("name-1", first);
    await alreadyFailed("address", 19);
    expect(await reasonOf(wrong("name-2", first))).toBe("sign_in_refused");
    await holdPauses();
    expect(await reasonOf(wrong("name-3", same))).toBe("sign_in_throttled");
    expect(await reasonOf(wrong("name-3", other))).toBe("sign_in_refused");
  });

  it("is not bought off with a good account of one's own", async () => {
    await createTestActor("viewer", "insider");
    await db().signInThrottle.deleteMany();
    const address = newAddress();
    for (let count = 0; count < 3; count++) {
      await wrong(`victim-${count}`, address);
      expect(await reasonOf(attempt({ username: "insider", address }))).toBe("signed in");
    }
    const row = await db().signInThrottle.findUnique({ where: { key: `address:${address}` } });
    expect(row?.failures).toBe(3);
  });

  it("forgets an account's failures once its owner is in", async () => {
    await createTestActor("viewer", "forgetful");
    for (let count = 0; count < 4; count++) await wrong("forgetful");
    expect(await reasonOf(attempt({ username: "forgetful" }))).toBe("signed in");
    for (let count = 0; count < 5; count++)
      expect(await reasonOf(wrong("forgetful"))).toBe("sign_in_refused");
  });

  it("never locks the owner out of a browser he has signed in with before", async () => {
    await createTestActor("administrator", "besieged");
    const shared = newAddress();
    const first = await attempt({ username: "besieged", address: shared });
    if (!first.ok) throw new Error(first.error.code);
    const { device } = first.data;
    for (let count = 0; count < 8; count++) await wrong("besieged", shared);
    await holdPauses();
    expect(await reasonOf(attempt({ username: "besieged", address: shared }))).toBe("sign_in_throttled");
    expect(await reasonOf(attempt({ username: "besieged", address: shared, device }))).toBe("signed in");
    // The mark opens nothing by itself, and guessing with it is throttled too.
    for (let count = 0; count < 5; count++) await wrong("besieged", shared, device);
    await holdPauses();
    expect(await reasonOf(attempt({ username: "besieged", address: shared, device }))).toBe(
      "sign_in_throttled",
    );
  });

  it("locks nobody out when the clock was set back", async () => {
    await createTestActor("viewer", "traveller");
    for (let count = 0; count < 6; count++) await wrong("traveller");
    const ahead = new Date(Date.now() + 24 * 3600_000);
    await db().signInThrottle.updateMany({ data: { windowStart: ahead, blockedUntil: ahead } });
    expect(await reasonOf(wrong("traveller"))).toBe("sign_in_refused");
  });

  it("lets everybody in again when the window has passed", async () => {
    await createTestActor("viewer", "returning");
    for (let count = 0; count < 6; count++) await wrong("returning");
    const past = new Date(Date.now() - 61 * 60 * 1000);
    await db().signInThrottle.updateMany({ data: { windowStart: past, blockedUntil: past } });
    expect(await reasonOf(attempt({ username: "returning" }))).toBe("signed in");
  });
});

describe("the device mark", () => {
  it("is good for its own account only, and cannot be made up", () => {
    const mark = issueDevice("lin.wei");
    expect(genuineDevice(mark, "lin.wei")).toBe(mark);
    expect(genuineDevice(mark, "mallory")).toBeNull();
    const [nonce, signature = ""] = mark.split(".");
    const forged = signature.startsWith("A") ? `B${signature.slice(1)}` : `A${signature.slice(1)}`;
    for (const bad of [
      undefined,
      "",
      ".",
      `${nonce}.`,
      `${nonce}.${forged}`,
      `x.${signature}`,
      `${mark}.x`,
    ]) {
      expect(genuineDevice(bad, "lin.wei")).toBeNull();
    }
  });
});
