import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Actor, endSessions, startSession } from "#lib/auth/index.ts";
import { db, notify } from "#lib/db/index.ts";
import { openTestDatabase } from "#lib/db/testing.ts";
import { eventStream } from "./event-stream.ts";

let database: Awaited<ReturnType<typeof openTestDatabase>>;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

async function signIn(): Promise<Actor> {
  const client = { requestId: "r" };
  const username = randomUUID();
  const { id: userId } = await db().user.create({
    data: { username, usernameKey: username, passwordHash: "-", role: "viewer" },
    select: { id: true },
  });
  const { sessionId } = await db().$transaction((tx) => startSession(tx, userId, client));
  return { userId, username, role: "viewer", sessionId, client };
}

/** Reads events one by one; undefined at the end. */
function reader(stream: ReadableStream<Uint8Array>) {
  const chunks = stream.getReader();
  const decoder = new TextDecoder();
  return async (): Promise<string | undefined> => {
    const { done, value } = await chunks.read();
    return done ? undefined : decoder.decode(value);
  };
}

it("begins with a snapshot, tells changes, and keeps workers' commands and others' sessions to itself", async () => {
  const gone = new AbortController();
  const next = reader(eventStream(await signIn(), gone.signal));
  expect(await next()).toBe('event: snapshot\ndata: {"jobs":[]}\n\n');
  await notify(db(), { topic: "session", id: randomUUID(), ended: true });
  await notify(db(), { topic: "job", id: "1", cancel: true });
  await notify(db(), { topic: "repository", id: "2", state: "done" });
  expect(await next()).toBe('event: change\ndata: {"topic":"repository","id":"2","state":"done"}\n\n');
  gone.abort();
  expect(await next()).toBeUndefined();
});

it("ends with its session, within a second", async () => {
  const actor = await signIn();
  const next = reader(eventStream(actor, new AbortController().signal));
  await next();
  const before = Date.now();
  await db().$transaction((tx) => endSessions(tx, actor.userId, "signed_out"));
  expect(await next()).toBe("event: ended\ndata: {}\n\n");
  expect(await next()).toBeUndefined();
  expect(Date.now() - before).toBeLessThan(1000);
});

it("just ends where the browser gets a new session: it comes back with it, and loses nothing it shows", async () => {
  const actor = await signIn();
  const next = reader(eventStream(actor, new AbortController().signal));
  await next();
  await db().$transaction((tx) => endSessions(tx, actor.userId, "renewed"));
  expect(await next()).toBeUndefined();
});
