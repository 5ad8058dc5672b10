import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseNotification } from "./payload.ts";
import { distributionEvent } from "./testing.ts";

const digest = `sha256:${"a".repeat(64)}`;
const push = (target: object = {}) =>
  distributionEvent("push", { repository: "team/app", tag: "1", ...target });
const of = (...events: unknown[]) => parseNotification({ events });
const idsOf = (body: unknown) => parseNotification(body).events.map(({ id }) => id);
const nothing = { events: [], refused: 0 };
const broken = { events: [], refused: 1 };

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

describe("a webhook of Harbor in CloudEvents' envelope", () => {
  const cloudEvent = (type: string, more: object = {}) => ({
    specversion: "1.0",
    id: "0b1d6c7e-7a53-4a56-9d3e-000000000001",
    requestid: "0b1d6c7e-7a53-4a56-9d3e-000000000002",
    source: "/projects/4/webhook/policies/2",
    type,
    datacontenttype: "application/json",
    time: "2026-11-21T10:00:00Z",
    data: {
      resources: [
        { digest, tag: "1.0", resource_url: "harbor.example.com/team/app:1.0" },
        { digest, tag: digest, resource_url: `harbor.example.com/team/app@${digest}` },
      ],
      repository: { name: "app", namespace: "team", repo_full_name: "team/app", repo_type: "private" },
    },
    operator: "robot$ci",
    ...more,
  });

  it.each([
    ["harbor.artifact.pushed", "push"],
    ["harbor.artifact.pulled", "pull"],
    ["harbor.artifact.deleted", "delete"],
  ])("%s is a %s of each of its resources", (type, kind) => {
    const { events, refused } = parseNotification(cloudEvent(type));
    expect(refused).toBe(0);
    const at = new Date("2026-11-21T10:00:00Z");
    expect(events).toMatchObject([
      { kind, repository: "team/app", tag: "1.0", digest, actor: "robot$ci", at },
      { kind, repository: "team/app", tag: null, digest },
    ]);
    expect(new Set(events.map(({ id }) => id)).size).toBe(2);
    expect(parseNotification(cloudEvent(type)).events.map(({ id }) => id)).toEqual(
      events.map(({ id }) => id),
    );
  });

  it("of another kind is passed over, a broken one refused", () => {
    expect(parseNotification(cloudEvent("harbor.scan.completed", { data: 7 }))).toEqual(nothing);
    expect(parseNotification(cloudEvent("com.example.anything"))).toEqual(nothing);
    expect(parseNotification(cloudEvent("harbor.artifact.pushed", { data: {} }))).toEqual(broken);
    expect(parseNotification(cloudEvent("harbor.artifact.pushed", { time: "now" }))).toEqual(broken);
  });
});

describe("a webhook of Docker Hub", () => {
  const hub = (push: object = {}, repo: object = {}) => ({
    callback_url: "https://registry.hub.docker.com/u/acme/app/hook/1a2b3c/",
    push_data: { pushed_at: 1_763_719_200, pusher: "ada", tag: "1.0", ...push },
    repository: {
      name: "app",
      namespace: "acme",
      owner: "acme",
      repo_name: "acme/app",
      repo_url: "https://registry.hub.docker.com/u/acme/app/",
      status: "Active",
      ...repo,
    },
  });

  it("is a push of its tag by its pusher, the same when told again", () => {
    const { events, refused } = parseNotification(hub());
    expect(refused).toBe(0);
    const at = new Date(1_763_719_200_000);
    expect(events).toMatchObject([
      { kind: "push", repository: "acme/app", tag: "1.0", digest: null, actor: "ada", at },
    ]);
    expect(idsOf(hub())).toEqual(idsOf(hub({}, { star_count: 3 })));
    expect(idsOf(hub())).not.toEqual(idsOf(hub({ pushed_at: 1_763_719_201 })));
  });

  it.each([
    ["a repository that is none", hub({}, { repo_name: "../acme" })],
    ["a tag that is none", hub({ tag: "1 0" })],
    ["no time", hub({ pushed_at: "yesterday" })],
    ["nothing in it", { push_data: null, repository: { repo_name: null } }],
  ])("with %s is refused", (_, body) => expect(parseNotification(body)).toEqual(broken));
});

describe("a trigger of Aliyun ACR", () => {
  const aliyun = (push: object = {}, repo: object = {}) => ({
    push_data: { digest, pushed_at: "2026-11-21 18:00:00", tag: "1.0", ...push },
    repository: {
      date_created: "2026-01-01 08:00:00",
      name: "app",
      namespace: "team",
      region: "cn-hangzhou",
      repo_authentication_type: "NO_CERTIFIED",
      repo_full_name: "team/app",
      repo_origin_type: "NO_CERTIFIED",
      repo_type: "PRIVATE",
      ...repo,
    },
  });

  it("is a push of its tag with its digest, by nobody and at no time anybody can tell", () => {
    const { events, refused } = parseNotification(aliyun());
    expect(refused).toBe(0);
    expect(events).toMatchObject([
      { kind: "push", repository: "team/app", tag: "1.0", digest, actor: null, at: new Date(0) },
    ]);
    expect(idsOf(aliyun())).toEqual(idsOf(aliyun()));
    expect(idsOf(aliyun())).not.toEqual(idsOf(aliyun({ pushed_at: "2026-11-21 18:00:01" })));
  });

  it.each([
    ["a repository that is none", aliyun({}, { repo_full_name: "team/App" })],
    ["a digest that is none", aliyun({ digest: "sha256:1" })],
    ["a time that is none", aliyun({ pushed_at: {} })],
  ])("with %s is refused", (_, body) => expect(parseNotification(body)).toEqual(broken));
});

describe("a notification of Quay", () => {
  const quay = (more: object = {}) => ({
    name: "app",
    repository: "acme/app",
    namespace: "acme",
    docker_url: "quay.io/acme/app",
    homepage: "https://quay.io/repository/acme/app",
    updated_tags: ["1.0", "latest"],
    ...more,
  });

  it("is a push of each of its tags, and the next one of the same is another", () => {
    const { events, refused } = parseNotification(quay());
    expect(refused).toBe(0);
    expect(events).toMatchObject([
      { kind: "push", repository: "acme/app", tag: "1.0", digest: null, actor: null },
      { kind: "push", repository: "acme/app", tag: "latest" },
    ]);
    expect(new Set([...idsOf(quay()), ...idsOf(quay())]).size).toBe(4);
  });

  it.each([
    ["a repository that is none", quay({ repository: "acme//app" })],
    ["tags that are none", quay({ updated_tags: ["1.0", "\u202e"] })],
    ["tags of the old kind", quay({ updated_tags: { latest: "b750fe79269d" } })],
    ["more tags than there are", quay({ updated_tags: Array.from({ length: 1001 }, () => "a") })],
  ])("with %s is refused", (_, body) => expect(parseNotification(body)).toEqual(broken));
});

describe("a webhook of GitHub", () => {
  const about = (version: object = {}) => ({
    id: 10_696,
    name: "app",
    namespace: "Acme",
    ecosystem: "CONTAINER",
    package_type: "CONTAINER",
    updated_at: "2026-11-21T10:00:00Z",
    package_version: {
      id: 57_755_791,
      version: digest,
      name: digest,
      container_metadata: { tag: { name: "1.0", digest }, labels: {}, manifest: {} },
      package_url: "ghcr.io/Acme/tools/app:1.0",
      ...version,
    },
  });
  const github = (version: object = {}, more: object = {}) => ({
    action: "published",
    registry_package: about(version),
    sender: { login: "ada" },
    ...more,
  });
  const untagged = {
    container_metadata: { tag: { name: "", digest } },
    package_url: "ghcr.io/Acme/tools/app:",
  };

  it("is a push of its tag by its sender, whichever of the two events tells it", () => {
    const { events, refused } = parseNotification(github(), "registry_package");
    expect(refused).toBe(0);
    const at = new Date("2026-11-21T10:00:00Z");
    expect(events).toMatchObject([
      { kind: "push", repository: "acme/tools/app", tag: "1.0", digest, actor: "ada", at },
    ]);
    const other = { action: "published", package: about(), sender: { login: "ada" } };
    expect(parseNotification(other, "package").events.map(({ id }) => id)).toEqual(idsOf(github()));
    expect(parseNotification(github(untagged)).events).toMatchObject([{ tag: null, digest }]);
  });

  it("about packages of other kinds, and of other events, is passed over", () => {
    expect(parseNotification(github({ container_metadata: null }))).toEqual(nothing);
    expect(parseNotification(github({}, { action: "deleted" }))).toEqual(nothing);
    expect(
      parseNotification({ zen: "Half measures are as bad as nothing at all.", hook_id: 1 }, "ping"),
    ).toEqual(nothing);
    expect(parseNotification(github(), "workflow_run")).toEqual(nothing);
  });

  it.each([
    ["an address that is none", github({ package_url: "acme" })],
    ["a repository that is none", github({ package_url: "ghcr.io/../etc:1" })],
    ["a tag that is none", github({ container_metadata: { tag: { name: "a b" } } })],
    ["an endless address", github({ package_url: `ghcr.io/${"a/".repeat(400)}a` })],
  ])("with %s is refused", (_, body) => expect(parseNotification(body, "package")).toEqual(broken));
});

describe("a webhook of Azure Container Registry", () => {
  const azure = (action: string, target: object = {}) => ({
    id: "cb8c3971-9adc-488b-bdd8-000000000001",
    timestamp: "2026-11-21T10:00:00.343145347Z",
    action,
    target: {
      mediaType: "application/vnd.docker.distribution.manifest.v2+json",
      size: 524,
      digest,
      length: 524,
      repository: "team/app",
      tag: "1.0",
      ...target,
    },
    request: {
      id: "3cbb6949-7549-4fa1-86cd-000000000002",
      host: "acme.azurecr.io",
      method: "PUT",
      useragent: "docker/27.1",
    },
  });

  it("is its push, or its deletion by digest", () => {
    expect(parseNotification(azure("push"))).toMatchObject({
      refused: 0,
      events: [
        {
          id: "cb8c3971-9adc-488b-bdd8-000000000001",
          kind: "push",
          repository: "team/app",
          tag: "1.0",
          digest,
          actor: null,
          userAgent: "docker/27.1",
          at: new Date("2026-11-21T10:00:00.343Z"),
        },
      ],
    });
    expect(parseNotification(azure("delete", { tag: undefined })).events).toMatchObject([
      { kind: "delete", tag: null, digest },
    ]);
  });

  it("about charts and trials is passed over, a broken one refused", () => {
    expect(parseNotification(azure("chart_push"))).toEqual(nothing);
    expect(parseNotification({ id: "1", timestamp: "2026-11-21T10:00:00Z", action: "ping" })).toEqual(
      nothing,
    );
    expect(parseNotification(azure("push", { repository: "Team" }))).toEqual(broken);
    expect(parseNotification({ ...azure("push"), target: null })).toEqual(broken);
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

it("takes any JSON where a format has something, and lets nothing out that is no name", () => {
  const any = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom(
      "team/app",
      "1.0",
      digest,
      "published",
      "harbor.artifact.pushed",
      "PUSH_ARTIFACT",
      "push",
    ),
  );
  const names = [
    "push_data",
    "repository",
    "repo_name",
    "repo_full_name",
    "updated_tags",
    "docker_url",
    "action",
    "package",
    "registry_package",
    "package_version",
    "container_metadata",
    "package_url",
    "specversion",
    "type",
    "data",
    "resources",
    "event_data",
    "id",
    "timestamp",
    "target",
    "tag",
    "digest",
    "events",
  ];
  const object = fc.dictionary(fc.constantFrom(...names), any);
  const nested = fc.dictionary(fc.constantFrom(...names), fc.oneof(any, object));
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...names), fc.oneof(any, nested)), (body) => {
      for (const { repository, tag, digest, id } of parseNotification(body).events) {
        expect(repository).toMatch(/^[a-z0-9][a-z0-9._/-]*$/);
        expect(tag ?? "a").toMatch(/^\w[\w.-]{0,127}$/);
        expect(digest ?? "a:0").toMatch(/^[a-z0-9+._-]+:[0-9a-zA-Z=_-]+$/);
        expect(id).toMatch(/^[\x21-\x7e]{1,200}$/);
      }
    }),
  );
});
