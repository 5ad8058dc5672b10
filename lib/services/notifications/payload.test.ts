import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseNotification } from "./payload.ts";
import { distributionEvent } from "./testing.ts";

const digest = `sha256:${"a".repeat(64)}`;
const push = (target: object = {}) =>
  distributionEvent("push", { repository: "team/app", tag: "1", ...target });
const of = (...events: unknown[]) => parseNotification({ events });

describe("an envelope of CNCF Distribution", () => {
  it("is read with who, what and from where", () => {
    const event = distributionEvent(
      "push",
      { repository: "team/app", tag: "1.0", digest },
      { id: "one", timestamp: "2026-11-21T10:00:00.123456789Z", actor: "ada" },
    );
    expect(of(event)).toEqual({
      refused: 0,
      events: [
        {
          id: "one",
          kind: "push",
          repository: "team/app",
          tag: "1.0",
          digest,
          actor: "ada",
          address: "192.0.2.10",
          userAgent: "docker/27.1",
          at: new Date("2026-11-21T10:00:00.123Z"),
        },
      ],
    });
  });

  it.each([
    ["a repository that is none", push({ repository: "../Etc/passwd" })],
    ["another registry's repository", push({ repository: "other.example:5000/team/app" })],
    ["a name with a NUL", push({ repository: "team/app\0" })],
    ["a name too long", push({ repository: "a".repeat(256) })],
    ["a tag that is none", push({ tag: "a b" })],
    ["a tag that turns the text around", push({ tag: "1\u202e0" })],
    ["a digest that is none", push({ digest: "sha256:short" })],
    ["no id", { ...push(), id: "" }],
    ["an endless id", { ...push(), id: "x".repeat(101) }],
    ["no time", { ...push(), timestamp: "yesterday" }],
    ["an actor that is no text", { ...push(), actor: { name: { $ne: "" } } }],
    ["null", null],
    ["a number", 7],
    ["a list", [push()]],
  ])("with %s is counted and left out, the others are kept", (_, event) => {
    const { events, refused } = of(event, push());
    expect({ kept: events.length, refused }).toEqual({ kept: 1, refused: 1 });
  });

  it.each([
    ["blobs", push({ mediaType: "application/octet-stream" })],
    [
      "what Longshore itself asks",
      { ...distributionEvent("pull", { repository: "a" }), request: { useragent: "longshore" } },
    ],
    ["what nobody knows", distributionEvent("polish", { repository: "a" })],
  ])("passes over %s without a word", (_, event) => {
    expect(of(event)).toEqual({ events: [], refused: 0 });
  });

  it("keeps of a stranger's text what can be shown", () => {
    const event = {
      ...push(),
      actor: { name: "  ada\u0000\u001b[31m\u202eevil " },
      request: { addr: "[2001:db8::1]:443", useragent: "u".repeat(100_000) },
    };
    expect(of(event).events[0]).toMatchObject({
      actor: "ada[31mevil",
      address: "2001:db8::1",
      userAgent: "u".repeat(200),
    });
    expect(of({ ...push(), request: { addr: "<script>" } }).events[0]?.address).toBeNull();
  });
});

describe("a webhook of Harbor", () => {
  const harbor = (type: string, resources: object[]) => ({
    type,
    occur_at: 1_763_719_200,
    operator: "robot$ci",
    event_data: {
      resources,
      repository: { name: "app", namespace: "team", repo_full_name: "team/app", repo_type: "private" },
    },
  });

  it.each([
    ["PUSH_ARTIFACT", "push"],
    ["PULL_ARTIFACT", "pull"],
    ["DELETE_ARTIFACT", "delete"],
  ])("%s is a %s of each of its resources", (type, kind) => {
    const body = harbor(type, [
      { digest, tag: "1.0", resource_url: "h/team/app:1.0" },
      { digest, tag: digest },
    ]);
    const { events, refused } = parseNotification(body);
    expect(refused).toBe(0);
    expect(events).toMatchObject([
      {
        kind,
        repository: "team/app",
        tag: "1.0",
        digest,
        actor: "robot$ci",
        at: new Date(1_763_719_200_000),
      },
      { kind, tag: null, digest },
    ]);
    // It has no id: told again it is the same two.
    expect(parseNotification(body).events.map(({ id }) => id)).toEqual(events.map(({ id }) => id));
    expect(new Set(events.map(({ id }) => id)).size).toBe(2);
  });

  it("about scans and quotas is passed over, a broken one refused", () => {
    expect(parseNotification(harbor("SCANNING_COMPLETED", []))).toEqual({ events: [], refused: 0 });
    expect(parseNotification({ ...harbor("PUSH_ARTIFACT", []), occur_at: "now" })).toEqual({
      events: [],
      refused: 1,
    });
  });
});

it("takes any JSON without throwing", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (body) => {
      parseNotification(body);
      expect(of(body).events).toEqual([]);
    }),
  );
});
