import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "#lib/auth/index.ts";
import {
  findRepository,
  findTag,
  listAttachments,
  listTagMoves,
  upsertRepositories,
} from "#lib/catalog/index.ts";
import { bulk, db } from "#lib/db/index.ts";
import { openTestDatabase, type TestDatabase } from "#lib/db/testing.ts";
import { execute, executeRead } from "#lib/operations/index.ts";
import { type DockerRegistry, startDockerRegistry } from "#lib/registry/testing/docker-registry.ts";
import { testImage, testReferrer } from "#lib/registry/testing/images.ts";
import { type RegistryFront, startRegistryFront } from "#lib/registry/testing/registry-front.ts";
import { createRegistry } from "../registries/index.ts";
import { anonymousFields } from "../registries/testing.ts";
import { syncRepository } from "../repositories/index.ts";
import { settleRuns } from "../repositories/sync-state.ts";
import { createTestActor, useTestKey } from "../testing.ts";
import { forgetEvents } from "./forget.ts";
import { getPulls, listActivity, turnOffNotifications, turnOnNotifications } from "./index.ts";
import { distributionEvent, startReceiver } from "./testing.ts";

const user = { name: "ada", password: randomBytes(9).toString("base64url") };
const authorization = `Basic ${Buffer.from(`${user.name}:${user.password}`).toString("base64")}`;

let database: TestDatabase & { close(): Promise<void> };
let registry: DockerRegistry;
/** Between Longshore and the registry: counts what Longshore asks. */
let front: RegistryFront;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
let administrator: Actor;
let registryId: string;
let path: string;

beforeAll(async () => {
  useTestKey();
  [database, registry, receiver] = await Promise.all([
    openTestDatabase(),
    startDockerRegistry({ user, deleteEnabled: true }),
    startReceiver(),
  ]);
  front = await startRegistryFront(registry.endpoint);
  administrator = await createTestActor("administrator");
  registryId = await connect("dock", user.name, user.password);
  path = await turnOn(registryId);
  await registry.restart({ notify: receiver.origin + path });
});
afterAll(async () => {
  await front.stop();
  await registry.stop();
  await Promise.all([receiver.stop(), database.close()]);
});

async function connect(name: string, username = "", secret = ""): Promise<string> {
  const fields = { ...anonymousFields, product: "generic", endpoint: front.endpoint, name, username, secret };
  const result = await execute(createRegistry, administrator, fields);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.data.registryId;
}

async function turnOn(id: string): Promise<string> {
  const result = await execute(turnOnNotifications, administrator, { registryId: id });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.data.path;
}

/** The machine may be busy with other tests. */
const soon = <T>(look: () => T | Promise<T>) => expect.poll(look, { timeout: 5_000 });

const post = (events: readonly unknown[], to = path) => send(JSON.stringify({ events }), to);
async function send(
  body: string,
  to = path,
  type = "application/vnd.docker.distribution.events.v2+json",
  more: Readonly<Record<string, string>> = {},
) {
  const response = await fetch(receiver.origin + to, {
    method: "POST",
    headers: { "content-type": type, ...more },
    body,
  });
  return { status: response.status, body: (await response.json()) as unknown };
}

async function activity(repository: string) {
  const result = await executeRead(listActivity, administrator, async () => ({
    registryId,
    filter: repository,
  }));
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.data.items;
}
async function digestOf(repository: string, tag: string): Promise<string | null> {
  const known = await findRepository(bulk, registryId, repository);
  return known && ((await findTag(bulk, known.id, tag))?.digest ?? null);
}
async function movesOf(repository: string, tag: string) {
  const known = await findRepository(bulk, registryId, repository);
  return known ? listTagMoves(bulk, known.id, tag) : [];
}
async function pullsOf(repository: string) {
  const rows = await bulk.query<{ tag: string; pulls: number }>(
    `SELECT c."tag", sum(c."pulls")::int AS pulls FROM "PullCount" c JOIN "Repository" r ON r."id" = c."repositoryId"
     WHERE r."registryId" = $1::uuid AND r."name" = $2 GROUP BY 1`,
    [registryId, repository],
  );
  return Object.fromEntries(rows.map(({ tag, pulls }) => [tag, pulls]));
}

describe("a registry that posts its notifications", () => {
  it("has a signature that was pushed without a tag beside what it signs", async () => {
    const image = testImage({ text: "told of a signature" });
    const artifactType = "application/vnd.dev.cosign.artifact.sig.v1+json";
    const signature = testReferrer(image, { artifactType });
    const attached = async () => {
      const known = await findRepository(bulk, registryId, "team/signed");
      return known && (await listAttachments(bulk, known.id, [image.digest])).get(image.digest);
    };
    await registry.push("team/signed", "latest", image);
    await soon(() => digestOf("team/signed", "latest")).toBe(image.digest);
    expect(await attached()).toBeUndefined();
    await registry.push("team/signed", signature.digest, signature);
    await soon(attached).toEqual([artifactType]);
  });

  it("has its pushes in the index soon, with who pushed, then moves and deletions", async () => {
    const [first, second] = [testImage({ text: "told first" }), testImage({ text: "told second" })];
    await registry.push("team/told", "latest", first);
    await soon(() => digestOf("team/told", "latest")).toBe(first.digest);
    expect(await movesOf("team/told", "latest")).toMatchObject([
      { fromDigest: null, toDigest: first.digest, seenBy: "event", actor: "ada" },
    ]);

    await registry.push("team/told", "latest", second);
    await soon(() => digestOf("team/told", "latest")).toBe(second.digest);
    expect((await movesOf("team/told", "latest"))[0]).toMatchObject({
      fromDigest: first.digest,
      toDigest: second.digest,
      seenBy: "event",
      actor: "ada",
    });

    await fetch(`${registry.endpoint}/v2/team/told/manifests/${second.digest}`, {
      method: "DELETE",
      headers: { authorization },
    });
    await soon(() => digestOf("team/told", "latest")).toBeNull();
    expect((await movesOf("team/told", "latest"))[0]).toMatchObject({
      toDigest: null,
      seenBy: "event",
      actor: "ada",
    });
    const seen = await activity("team/told");
    // The manifest's deletion, and with it the tag's.
    expect(seen.map(({ kind }) => kind)).toEqual(["delete", "delete", "push", "push"]);
    expect(seen[2]).toMatchObject({
      tag: "latest",
      digest: second.digest,
      actor: "ada",
      address: "127.0.0.1",
    });
  });

  it("has its pulls counted per tag, and Longshore's own requests not at all", async () => {
    await registry.push("team/pulled", "1", testImage({ text: "pulled" }));
    await soon(() => digestOf("team/pulled", "1")).not.toBeNull();
    const get = (reference: string | null) =>
      fetch(`${registry.endpoint}/v2/team/pulled/manifests/${reference}`, {
        headers: { authorization, "user-agent": "docker/27.1", accept: "*/*" },
      });
    // As docker does: by tag, then by the digest it was told.
    await get("1");
    await get(await digestOf("team/pulled", "1"));
    await get("1");
    await soon(async () => (await activity("team/pulled")).filter((e) => e.kind === "pull").length).toBe(3);
    expect(await pullsOf("team/pulled")).toEqual({ 1: 2 });
    const known = await findRepository(bulk, registryId, "team/pulled");
    expect(known && (await findTag(bulk, known.id, "1"))).toMatchObject({
      pushedAt: expect.any(String),
      pulledAt: expect.any(String),
    });
    const pulls = await executeRead(getPulls, administrator, async () => ({
      registryId,
      repository: "team/pulled",
    }));
    expect(pulls).toMatchObject({ ok: true, data: { lastPulledAt: expect.any(String) } });
    if (!pulls.ok || !pulls.data) throw new Error("no pulls");
    expect(pulls.data.days).toHaveLength(30);
    expect(pulls.data.days.at(-1)?.pulls).toBe(2);
  });
});

describe("what is told", () => {
  it("is one event however often, in whatever order", async () => {
    await registry.push("team/twice", "1", testImage({ text: "twice" }));
    await soon(() => digestOf("team/twice", "1")).not.toBeNull();
    const at = (minute: number) => new Date(Date.now() - minute * 60_000).toISOString();
    const pulls = [3, 2, 1].map((minute) =>
      distributionEvent(
        "pull",
        { repository: "team/twice", tag: "1" },
        { id: `twice ${minute}`.replace(" ", "-"), timestamp: at(minute) },
      ),
    );
    await Promise.all([post(pulls), post(pulls.toReversed()), post([...pulls, ...pulls])]);
    expect(await pullsOf("team/twice")).toEqual({ 1: 3 });
    const told = (await activity("team/twice")).filter(({ kind }) => kind === "pull");
    expect(told.map((event) => event.at)).toEqual(pulls.map((event) => event.timestamp).toReversed());
  });

  it("is not believed: a push that was none, by a somebody, of a repository that is not there", async () => {
    const image = testImage({ text: "true" });
    await registry.push("team/true", "1", image);
    await soon(() => digestOf("team/true", "1")).toBe(image.digest);
    const lie = `sha256:${"0".repeat(64)}`;
    front.forget();
    await post([
      distributionEvent("push", { repository: "team/true", tag: "1", digest: lie }, { actor: "mallory" }),
      distributionEvent("delete", { repository: "team/true", tag: "1" }, { actor: "mallory" }),
      distributionEvent("push", { repository: "team/invented", tag: "1", digest: lie }, { actor: "mallory" }),
    ]);
    const asked = (name: string) =>
      front.requests.some((line) => line.startsWith("HEAD ") && line.includes(name));
    await soon(() => asked("team/true") && asked("team/invented")).toBe(true);
    expect(await activity("team/invented")).toHaveLength(1);
    await settleRuns();
    expect(await digestOf("team/true", "1")).toBe(image.digest);
    expect((await movesOf("team/true", "1")).map(({ actor }) => actor)).toEqual(["ada"]);
    expect(await findRepository(bulk, registryId, "team/invented")).toBeNull();
  });

  it("a hundred times at once is one run", async () => {
    const image = testImage({ text: "burst" });
    await registry.push("team/burst", "1", image);
    await soon(() => digestOf("team/burst", "1")).toBe(image.digest);
    await syncRepository(registryId, "team/burst");
    front.forget();
    const events = Array.from({ length: 100 }, () =>
      distributionEvent(
        "push",
        { repository: "team/burst", tag: "1", digest: image.digest },
        { actor: "grace" },
      ),
    );
    await post(events);
    await soon(() => front.requests.length).toBeGreaterThan(0);
    await settleRuns();
    // One run asks once, and once more when it is told to sign in.
    expect(front.requests.length).toBeLessThanOrEqual(2);
  });

  it("after the re-check found it gives that move a name", async () => {
    await registry.restart({ notify: undefined });
    const [before, after] = [testImage({ text: "before" }), testImage({ text: "after" })];
    await registry.push("team/quick", "1", before);
    await upsertRepositories(bulk, registryId, ["team/quick"]);
    await syncRepository(registryId, "team/quick");
    await registry.push("team/quick", "1", after);
    await syncRepository(registryId, "team/quick");
    expect(await movesOf("team/quick", "1")).toMatchObject([{ seenBy: "recheck", actor: null }]);
    await post([
      distributionEvent(
        "push",
        { repository: "team/quick", tag: "1", digest: before.digest },
        { actor: "grace" },
      ),
      distributionEvent(
        "push",
        { repository: "team/quick", tag: "1", digest: after.digest },
        { actor: "ada" },
      ),
    ]);
    await soon(() => movesOf("team/quick", "1")).toMatchObject([{ seenBy: "event", actor: "ada" }]);
  });

  it("by Harbor's webhook is looked at likewise", async () => {
    const image = testImage({ text: "harbor" });
    await registry.push("team/harbor", "1", image);
    const body = {
      type: "PUSH_ARTIFACT",
      occur_at: Math.floor(Date.now() / 1000),
      operator: "robot$ci",
      event_data: {
        resources: [{ digest: image.digest, tag: "1", resource_url: "harbor.example.com/team/harbor:1" }],
        repository: {
          name: "harbor",
          namespace: "team",
          repo_full_name: "team/harbor",
          repo_type: "private",
        },
      },
    };
    expect((await send(JSON.stringify(body), path, "application/json")).body).toMatchObject({ kept: 1 });
    expect((await send(JSON.stringify(body), path, "application/json")).body).toMatchObject({ kept: 0 });
    await soon(() => digestOf("team/harbor", "1")).toBe(image.digest);
    expect(await movesOf("team/harbor", "1")).toMatchObject([{ seenBy: "event", actor: "robot$ci" }]);
  });

  it("in CloudEvents, by Docker Hub or by GitHub is looked at likewise, what else GitHub posts is passed over", async () => {
    const image = testImage({ text: "hosted" });
    for (const name of ["cloud", "hub", "hosted"]) await registry.push(`team/${name}`, "1", image);
    const cloudEvent = {
      specversion: "1.0",
      id: "0b1d6c7e-7a53-4a56-9d3e-000000000001",
      type: "harbor.artifact.pushed",
      time: new Date().toISOString(),
      data: { resources: [{ digest: image.digest, tag: "1" }], repository: { repo_full_name: "team/cloud" } },
      operator: "grace",
    };
    const hub = {
      push_data: { pushed_at: Date.now() / 1000, pusher: "ada", tag: "1" },
      repository: { repo_name: "team/hub" },
    };
    const github = {
      action: "published",
      registry_package: {
        package_version: {
          id: 1,
          version: image.digest,
          package_url: "ghcr.io/Team/hosted:1",
          container_metadata: { tag: { name: "1", digest: image.digest } },
        },
      },
      sender: { login: "linus" },
    };
    const json = "application/json";
    const kept = { status: 200, body: { ok: true, kept: 1, refused: 0 } };
    expect(await send(JSON.stringify(cloudEvent), path, "application/cloudevents+json")).toEqual(kept);
    expect(await send(JSON.stringify(hub), path, json)).toEqual(kept);
    const event = { "x-github-event": "registry_package" };
    expect(await send(JSON.stringify(github), path, json, event)).toEqual(kept);
    for (const name of ["cloud", "hub", "hosted"])
      await soon(() => digestOf(`team/${name}`, "1")).toBe(image.digest);
    expect(await movesOf("team/cloud", "1")).toMatchObject([{ seenBy: "event", actor: "grace" }]);
    expect(await movesOf("team/hosted", "1")).toMatchObject([{ seenBy: "event", actor: "linus" }]);
    // It did not say what it pushed: the activity has its name, the tag's history does not.
    expect(await movesOf("team/hub", "1")).toMatchObject([{ seenBy: "event", actor: null }]);
    expect(await activity("team/hub")).toMatchObject([{ kind: "push", actor: "ada" }]);

    const ping = await send(`{"zen":"Approach with care.","hook_id":7}`, path, json, {
      "x-github-event": "ping",
    });
    expect(ping.body).toEqual({ ok: true, kept: 0, refused: 0 });
  });

  it("by somebody who only pushed does not make him the one who deleted", async () => {
    const image = testImage({ text: "short-lived" });
    await registry.push("team/short", "1", image);
    const hub = (pushed_at: number) =>
      JSON.stringify({
        push_data: { pushed_at, pusher: "ada", tag: "1" },
        repository: { repo_name: "team/short" },
      });
    await send(hub(1_763_719_200), path, "application/json");
    await soon(() => digestOf("team/short", "1")).toBe(image.digest);
    const body = JSON.stringify({ errors: [{ code: "MANIFEST_UNKNOWN", message: "manifest unknown" }] });
    front.intercept((_method, to) =>
      to.includes("team/short/manifests") ? { status: 404, body } : undefined,
    );
    try {
      await send(hub(1_763_719_201), path, "application/json");
      await soon(async () => (await movesOf("team/short", "1")).length).toBe(2);
    } finally {
      front.intercept(undefined);
    }
    expect(await movesOf("team/short", "1")).toMatchObject([{ toDigest: null, actor: null }, {}]);
  });

  it("from times nobody can believe is from now, and is forgotten after 90 days", async () => {
    await post([
      distributionEvent("pull", { repository: "team/clock" }, { timestamp: "2999-01-01T00:00:00Z" }),
      distributionEvent("pull", { repository: "team/clock" }, { timestamp: "1970-01-01T00:00:00Z" }),
    ]);
    const told = await activity("team/clock");
    expect(told).toHaveLength(2);
    for (const { at } of told) expect(Math.abs(Date.now() - Date.parse(at))).toBeLessThan(60_000);
    await bulk.query(
      `UPDATE "RegistryEvent" SET "receivedAt" = now() - interval '91 days' WHERE "repository" = 'team/clock'`,
    );
    await forgetEvents();
    expect(await activity("team/clock")).toEqual([]);
    expect(await db().registryEvent.count()).toBeGreaterThan(0);
  });

  it("is listed page by page, by kind and by actor", async () => {
    const events = Array.from({ length: 5 }, (_, index) =>
      distributionEvent(
        index % 2 ? "pull" : "push",
        { repository: "team/paged" },
        { actor: index < 3 ? "ada" : "bob" },
      ),
    );
    await post(events);
    await upsertRepositories(bulk, registryId, ["team/paged"]);
    const list = async (more: object) => {
      const input = { registryId, repository: "team/paged", ...more };
      const result = await executeRead(listActivity, administrator, async () => input);
      if (!result.ok) throw new Error(JSON.stringify(result.error));
      return result.data;
    };
    const first = await list({ limit: "3" });
    const rest = await list({ limit: "3", cursor: first.next });
    expect(new Set([...first.items, ...rest.items].map(({ id }) => id)).size).toBe(5);
    expect(rest.next).toBeUndefined();
    expect((await list({ kind: "pull" })).items).toHaveLength(2);
    expect((await list({ actor: "bob" })).items).toHaveLength(2);
    const bad = await executeRead(listActivity, administrator, async () => ({
      registryId,
      cursor: "WyJ4IiwieSJd",
    }));
    expect(bad).toMatchObject({ ok: false, error: { code: "INVALID_INPUT" } });
  });
});

describe("the door without a session", () => {
  it("answers every wrong secret alike, whatever comes with it", async () => {
    const wrong = `/api/events/${randomBytes(32).toString("base64url")}`;
    const answers = [
      await post([], wrong),
      await send("{", wrong),
      await send("x".repeat(1_500_000), wrong, "text/plain"),
      await post([distributionEvent("push", { repository: "a", tag: "1" })], path.slice(0, -1)),
      await post([], `${path}A`),
      await post([], "/api/events/x"),
    ];
    for (const answer of answers) expect(answer).toEqual({ status: 404, body: { ok: false } });
  });

  it("takes whatever comes to a known one, counts it and leaves it out", async () => {
    const before = await db().notificationAddress.findUniqueOrThrow({ where: { registryId } });
    const bodies: [string, string?][] = [
      ["{"],
      ["null"],
      [`{"events":[${" ".repeat(1_100_000)}]}`],
      [JSON.stringify({ events: [] }), "text/plain"],
    ];
    for (const [body, type] of bodies)
      expect(await send(body, path, type)).toEqual({ status: 200, body: { ok: true, kept: 0, refused: 1 } });
    const after = await db().notificationAddress.findUniqueOrThrow({ where: { registryId } });
    expect(after.refused - before.refused).toBe(4n);
    expect(after.received).toBe(before.received);
  });

  it("takes no more than a registry may tell at once", async () => {
    const other = await connect("chatterbox");
    const to = await turnOn(other);
    const events = Array.from({ length: 6_000 }, (_, index) => ({
      id: `e${index}`,
      timestamp: "2026-11-21T10:00:00Z",
      action: "pull",
      target: { repository: "a/b" },
    }));
    const { status, body } = await post(events, to);
    expect(status).toBe(200);
    const { kept, refused } = body as { kept: number; refused: number };
    expect(kept + refused).toBe(6_000);
    expect(kept).toBeLessThan(5_200);
    expect(kept).toBeGreaterThanOrEqual(5_000);
  });

  it("is another one after each turning on, and none after turning off", async () => {
    const other = await connect("rotated");
    const old = await turnOn(other);
    const now = await turnOn(other);
    expect((await post([], old)).status).toBe(404);
    expect((await post([], now)).status).toBe(200);
    const off = () => execute(turnOffNotifications, administrator, { registryId: other });
    expect(await off()).toMatchObject({ ok: true });
    expect((await post([], now)).status).toBe(404);
    expect(await off()).toMatchObject({ ok: false, error: { code: "NOT_FOUND" } });
    const audit = await bulk.query<{ text: string }>(`SELECT a::text AS text FROM "AuditEvent" a`);
    const stored = await bulk.query<{ text: string }>(`SELECT a::text AS text FROM "NotificationAddress" a`);
    const secret = now.split("/").pop() ?? "";
    for (const { text } of [...audit, ...stored]) expect(text).not.toContain(secret);
    expect(audit.filter(({ text }) => text.includes("registry.turnO")).length).toBeGreaterThan(3);
  });
});
