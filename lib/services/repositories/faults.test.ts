import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { findTag, listTagMoves, listTags, upsertRepositories } from "#lib/catalog/index.ts";
import { bulk, db } from "#lib/db/index.ts";
import { openTestDatabase, type TestDatabase } from "#lib/db/testing.ts";
import { execute } from "#lib/operations/index.ts";
import { testAuthority } from "#lib/registry/testing/certificates.ts";
import { type DockerRegistryOptions, startDockerRegistry } from "#lib/registry/testing/docker-registry.ts";
import { type Fault, startFakeRegistry } from "#lib/registry/testing/fake-registry.ts";
import * as faults from "#lib/registry/testing/faults.ts";
import { testImage } from "#lib/registry/testing/images.ts";
import { startRegistryFront } from "#lib/registry/testing/registry-front.ts";
import { impatient } from "#lib/registry/testing/target.ts";
import { createRegistry, updateRegistry } from "../registries/index.ts";
import { anonymousFields } from "../registries/testing.ts";
import { useTestKey } from "../testing.ts";
import { reachRepository } from "./reach.ts";
import { syncRegistry } from "./sync-registry.ts";
import { syncRepository } from "./sync-repository.ts";
import { actorOf, storedRegistry } from "./testing.ts";

let database: TestDatabase & { close(): Promise<void> };
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const name = "team/app";
let serial = 0;

/** A registry that lies, with images of its own as team/app:1.0 and :2.0, its repository known and never looked into. */
async function lying() {
  const fake = await startFakeRegistry();
  onTestFinished(fake.stop);
  serial += 1;
  const first = testImage({ text: `first ${serial}` });
  const second = testImage({ text: `second ${serial}` });
  fake.put(name, "1.0", first);
  fake.put(name, "2.0", second);
  const registryId = await storedRegistry(fake.endpoint);
  await upsertRepositories(bulk, registryId, [name]);
  const { id } = await reachRepository(registryId, name);
  return { fake, registryId, id, first, second };
}

async function real(options: DockerRegistryOptions = {}) {
  const registry = await startDockerRegistry(options);
  onTestFinished(registry.stop);
  return registry;
}

async function rows(repositoryId: bigint) {
  const page = await listTags(bulk, { repositoryId, sort: "name", direction: "asc", limit: 200 });
  return new Map(page.items.map((row) => [row.name, row]));
}
const registryRow = (id: string) => db().registry.findUniqueOrThrow({ where: { id } });
const repositoryRow = (id: bigint) => db().repository.findUniqueOrThrow({ where: { id } });
const stored = (digest: string) => db().manifest.count({ where: { digest } });

describe("a registry killed while it is read", () => {
  it("in the middle of its tags: what was read stays, nothing is taken for gone, why is on record", async () => {
    const registry = await real();
    for (let tag = 0; tag < 120; tag += 1) {
      await registry.push(name, `1.${tag}`, testImage({ text: `tag ${tag}` }));
    }
    const front = await startRegistryFront(registry.endpoint);
    onTestFinished(front.stop);
    const registryId = await storedRegistry(front.endpoint);
    await upsertRepositories(bulk, registryId, [name]);
    const { id } = await reachRepository(registryId, name);
    let killed: Promise<void> | undefined;
    front.intercept((method) => {
      const heads = front.requests.filter((line) => line.startsWith("HEAD")).length;
      if (method === "HEAD" && heads > 110) killed ??= registry.kill();
      return undefined;
    });

    await expect(syncRepository(registryId, name)).rejects.toMatchObject({ code: "REGISTRY_UNREACHABLE" });
    await killed;
    expect((await repositoryRow(id)).indexError).toMatchObject({ code: "REGISTRY_UNREACHABLE" });
    expect(await registryRow(registryId)).toMatchObject({
      health: "error",
      healthError: { code: "REGISTRY_UNREACHABLE" },
    });
    const during = [...(await rows(id)).values()];
    expect(during).toHaveLength(120);
    expect(during.every(({ error }) => error === null)).toBe(true);

    await registry.restart();
    front.intercept(undefined);
    await expect(syncRepository(registryId, name)).resolves.toMatchObject({ state: "done", tags: 120 });
    expect([...(await rows(id)).values()].every(({ digest, kind }) => digest && kind)).toBe(true);
    expect(await repositoryRow(id)).toMatchObject({ indexError: null, tagCount: 120 });
    expect((await registryRow(registryId)).health).toBe("ok");
    const live = await db().tag.count({ where: { repositoryId: id, goneAt: null } });
    expect(live).toBe(120);
  });
});

describe("what changed after a registry was connected", () => {
  it("its password: nothing is lost, and it is well again once the new one is typed", async () => {
    useTestKey();
    const registry = await real({ user: { name: "robot", password: "old-one" } });
    await registry.push(name, "1.0", testImage({ text: "behind a password" }));
    const connected = await execute(createRegistry, actorOf("administrator"), {
      ...anonymousFields,
      product: "generic",
      name: "harbour",
      endpoint: registry.endpoint,
      username: "robot",
      secret: "old-one",
    });
    if (!connected.ok) throw new Error(connected.error.code);
    const { registryId } = connected.data;
    await syncRegistry(registryId);
    await syncRepository(registryId, name);

    await registry.restart({ user: { name: "robot", password: "new-one" } });
    for (const run of [() => syncRegistry(registryId), () => syncRepository(registryId, name)]) {
      await expect(run()).rejects.toMatchObject({ reason: "credentials_refused", status: 401 });
    }
    expect(await registryRow(registryId)).toMatchObject({
      health: "error",
      healthError: { code: "REGISTRY_UNAUTHORIZED", reason: "credentials_refused" },
    });
    expect((await rows((await reachRepository(registryId, name)).id)).get("1.0")).toMatchObject({
      kind: "image",
    });

    const row = await registryRow(registryId);
    const settings = { ...anonymousFields, registryId, name: "harbour", endpoint: row.endpoint };
    const typed = { ...settings, username: "robot", secret: "new-one" };
    expect(await execute(updateRegistry, actorOf("administrator"), typed)).toMatchObject({ ok: true });
    await syncRegistry(registryId);
    expect(await registryRow(registryId)).toMatchObject({ health: "ok", healthError: null });
  });

  it("its certificate: expired, then one of an unknown authority, then a good one again", async () => {
    const authority = testAuthority();
    const registry = await real({ tls: authority.issue() });
    const registryId = await storedRegistry(registry.endpoint);
    await db().registry.update({
      where: { id: registryId },
      data: { caCertificate: authority.certificate },
    });
    await syncRegistry(registryId);
    const spoilt = [
      { tls: authority.issue({ from: -20, to: -10 }), reason: "tls_expired" },
      { tls: testAuthority("Somebody else").issue(), reason: "tls_unknown_authority" },
    ];
    for (const { tls, reason } of spoilt) {
      await registry.restart({ tls });
      await expect(syncRegistry(registryId)).rejects.toMatchObject({ code: "TLS_UNTRUSTED", reason });
      expect(await registryRow(registryId)).toMatchObject({ health: "error", healthError: { reason } });
    }
    await registry.restart({ tls: authority.issue() });
    await syncRegistry(registryId);
    expect(await registryRow(registryId)).toMatchObject({ health: "ok", healthError: null });
  });
});

describe("a listing that cannot be read", () => {
  const cases = [
    {
      what: "a web page",
      fault: faults.html(200, "Sign in to the proxy"),
      error: { reason: "unexpected_answer", upstream: "Sign in to the proxy", status: 200 },
      health: "error",
    },
    {
      what: "a broken registry",
      fault: faults.answer(500, '{"errors":[{"code":"UNKNOWN","message":"disk full"}]}'),
      error: { status: 500, upstream: "UNKNOWN: disk full" },
      health: "error",
    },
    {
      what: "a long pause",
      fault: faults.answer(429, "slow down", { "retry-after": "3600" }),
      error: { code: "RATE_LIMITED", params: { seconds: 3600, until: expect.any(Number) } },
      health: "warn",
    },
  ];
  it.each(cases)("$what is on the registry's row, and no repository is lost", async (one) => {
    const { fake, registryId } = await lying();
    await syncRegistry(registryId);
    fake.inject(faults.at("_catalog", one.fault));
    await expect(syncRegistry(registryId)).rejects.toMatchObject(one.error);
    expect(await registryRow(registryId)).toMatchObject({ health: one.health, healthError: one.error });
    expect((await reachRepository(registryId, name)).name).toBe(name);
  });

  it("a short pause is sat out", async () => {
    const { fake, registryId, id } = await lying();
    fake.inject(faults.at("/tags/", faults.times(1, faults.answer(429, "", { "retry-after": "1" }))));
    await expect(syncRepository(registryId, name)).resolves.toMatchObject({ tags: 2 });
    expect((await repositoryRow(id)).indexError).toBeNull();
  });

  it("one without an end is cut off and says so; no tag is taken for gone", async () => {
    const { fake, registryId, id } = await lying();
    await syncRepository(registryId, name);
    const circle: Fault = (_request, response) =>
      void response
        .writeHead(200, {
          "content-type": "application/json",
          link: `</v2/${name}/tags/list?last=x>; rel="next"`,
        })
        .end(JSON.stringify({ tags: [fake.seen.length % 2 === 0 ? "1.0" : "2.0"] }));
    fake.inject(faults.at("/tags/", circle));
    await expect(syncRepository(registryId, name)).resolves.toMatchObject({ truncated: true });
    expect(await repositoryRow(id)).toMatchObject({
      tagCount: 2,
      indexError: { reason: "endless_listing" },
    });
    expect((await registryRow(registryId)).health).toBe("ok");
  });
});

describe("a manifest that cannot be believed", () => {
  const of = (digest: string) => `/manifests/${digest}`;

  it("a digest the bytes do not have: nothing is stored under it, no tag points there, no move is told", async () => {
    const lie = `sha256:${"b".repeat(64)}`;
    const { fake, registryId, id, first, second } = await lying();
    await syncRepository(registryId, name);
    const liar: Fault = (request, response) =>
      void response
        .writeHead(200, {
          "content-type": second.mediaType,
          "content-length": second.raw.byteLength,
          "docker-content-digest": lie,
        })
        .end(request.method === "HEAD" ? undefined : second.raw);
    fake.inject(faults.at(new RegExp(`manifests/(1\\.0|${lie})$`), liar));
    await expect(syncRepository(registryId, name)).resolves.toMatchObject({ tags: 2 });
    expect(await findTag(bulk, id, "1.0")).toMatchObject({
      digest: first.digest,
      error: { reason: "digest_mismatch", params: { expected: lie, actual: second.digest } },
    });
    expect(await stored(lie)).toBe(0);
    expect(await listTagMoves(bulk, id, "1.0")).toEqual([]);
  });

  it("200 MB of it: the tag says so, the others are read", async () => {
    const { fake, registryId, id, second } = await lying();
    fake.inject(faults.at(of(second.digest), faults.flood({ "content-type": second.mediaType })));
    await expect(syncRepository(registryId, name)).resolves.toMatchObject({ tags: 2 });
    const tags = await rows(id);
    expect(tags.get("2.0")).toMatchObject({ digest: null, kind: null, error: { reason: "too_large" } });
    expect(tags.get("1.0")).toMatchObject({ kind: "image", error: null });
    expect(await stored(second.digest)).toBe(0);
  });

  it("compressed on the way: stored as it was pushed", async () => {
    const { fake, registryId, id, second } = await lying();
    const headers = { "content-type": second.mediaType, "docker-content-digest": second.digest };
    fake.inject(faults.at(of(second.digest), faults.gzipped(second.raw, headers)));
    await syncRepository(registryId, name);
    expect((await rows(id)).get("2.0")).toMatchObject({ digest: second.digest, error: null });
    const row = await db().manifest.findUniqueOrThrow({ where: { digest: second.digest } });
    expect(Buffer.from(row.raw)).toEqual(Buffer.from(second.raw));
  });

  it("500 for one tag only: the tag says so with the registry's words, the others are read", async () => {
    const { fake, registryId, id } = await lying();
    const words = '{"errors":[{"code":"UNKNOWN","message":"bad sector"}]}';
    fake.inject(faults.at(/manifests\/2\.0$/, faults.answer(500, words)));
    await expect(syncRepository(registryId, name)).resolves.toMatchObject({ tags: 2 });
    const tags = await rows(id);
    expect(tags.get("2.0")).toMatchObject({ error: { status: 500, upstream: "UNKNOWN: bad sector" } });
    expect(tags.get("1.0")).toMatchObject({ kind: "image", error: null });
    expect((await registryRow(registryId)).health).toBe("ok");
  });

  it("a connection closed for one tag only: as 500 does; where the registry closes every one, no tag is marked", async () => {
    const { fake, registryId, id } = await lying();
    const closed = /manifests\/2\.0$/;
    fake.inject(faults.at(closed, faults.resetConnection()));
    await expect(syncRepository(registryId, name, { patience: impatient })).resolves.toMatchObject({
      tags: 2,
    });
    expect((await rows(id)).get("2.0")).toMatchObject({ error: { reason: "connection_reset" } });
    expect((await rows(id)).get("1.0")).toMatchObject({ kind: "image", error: null });
    expect((await registryRow(registryId)).health).toBe("ok");

    const other = await lying();
    other.fake.inject(faults.at(closed, faults.resetConnection()));
    other.fake.inject(faults.at(/\/v2\/$/, faults.resetConnection()));
    const run = syncRepository(other.registryId, name, { patience: impatient });
    await expect(run).rejects.toMatchObject({ code: "REGISTRY_UNREACHABLE" });
    expect([...(await rows(other.id)).values()].every(({ error }) => error === null)).toBe(true);
    expect((await registryRow(other.registryId)).health).toBe("error");
  });
});
