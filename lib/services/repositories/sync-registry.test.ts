import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { db } from "#lib/db/index.ts";
import { openTestDatabase, type TestDatabase } from "#lib/db/testing.ts";
import { execute, executeRead } from "#lib/operations/index.ts";
import { type DockerRegistry, startDockerRegistry } from "#lib/registry/testing/docker-registry.ts";
import { testImage } from "#lib/registry/testing/images.ts";
import { startFakeHarbor } from "#lib/registry/testing/products/harbor.ts";
import { type RegistryFront, startRegistryFront } from "#lib/registry/testing/registry-front.ts";
import { refreshRegistry } from "../index-runs/index.ts";
import { createRegistry, disableRegistry } from "../registries/index.ts";
import { listRepositories, listTree } from "./list-repositories.ts";
import { pinRepository, unpinRepository } from "./pin-repository.ts";
import { refreshRepository } from "./refresh.ts";
import { searchCatalog } from "./search.ts";
import { syncRegistry } from "./sync-registry.ts";
import { syncRepository } from "./sync-repository.ts";
import { syncState } from "./sync-state.ts";
import { actorOf, storedRegistry } from "./testing.ts";

let database: TestDatabase & { close(): Promise<void> };
let registry: DockerRegistry;
let front: RegistryFront;
let registryId: string;
const names = ["library/redis", "library/nginx", "team/a", "team/a/tool", "solo"];

beforeAll(async () => {
  [database, registry] = await Promise.all([openTestDatabase(), startDockerRegistry()]);
  front = await startRegistryFront(registry.endpoint);
  for (const name of names) await registry.push(name, "latest", testImage({ text: "same" }));
});
beforeEach(async () => {
  front.intercept(undefined);
  registryId = await storedRegistry(front.endpoint);
});
afterAll(async () => {
  await Promise.allSettled([...syncState().running.values()]);
  await front.stop();
  await Promise.all([registry.stop(), database.close()]);
});

function listing(repositories: readonly string[]) {
  front.intercept((_method, path) =>
    path.startsWith("/v2/_catalog") ? { status: 200, body: JSON.stringify({ repositories }) } : undefined,
  );
}

async function listed(query: object = {}) {
  const result = await executeRead(listRepositories, actorOf("viewer"), async () => ({
    registryId,
    ...query,
  }));
  if (!result.ok) throw new Error(result.error.code);
  return result.data;
}

const namesOf = (page: { readonly items: readonly { readonly name: string }[] }) =>
  page.items.map((row) => row.name);

describe("syncRegistry", () => {
  it("asks the product's own list where it has one", async () => {
    const harbor = await startFakeHarbor({
      projects: { team: ["api", "web/front"], other: ["hidden"] },
      accounts: { robot$ci: { secret: "word", projects: ["team"] } },
    });
    onTestFinished(harbor.stop);
    const { endpoint } = harbor;
    const typed = { product: "harbor", name: "harbor", endpoint, username: "robot$ci", secret: "word" };
    const created = await execute(createRegistry, actorOf("administrator"), typed);
    if (!created.ok) throw new Error(created.error.code);
    registryId = created.data.registryId;
    await expect(syncRegistry(registryId)).resolves.toMatchObject({ repositories: 2, truncated: false });
    expect(namesOf(await listed())).toEqual(["team/api", "team/web/front"]);
  });

  it("lists repositories; what a complete listing no longer names is gone, pinned ones stay", async () => {
    await expect(syncRegistry(registryId)).resolves.toMatchObject({
      repositories: 5,
      gone: 0,
      truncated: false,
    });
    expect(namesOf(await listed())).toEqual([...names].sort());
    await execute(pinRepository, actorOf("operator"), { registryId, repository: "team/a" });
    listing(["solo", "team/new"]);
    await expect(syncRegistry(registryId)).resolves.toMatchObject({ gone: 3 });
    expect(namesOf(await listed())).toEqual(["solo", "team/a", "team/new"]);
    listing(names);
    await syncRegistry(registryId);
    expect((await listed()).count).toBe(5);
  });

  it("pages by keyset, filters and sorts over all rows", async () => {
    await syncRegistry(registryId);
    const first = await listed({ limit: "2" });
    expect(namesOf(first)).toEqual(["library/nginx", "library/redis"]);
    const second = await listed({ limit: "2", cursor: first.next ?? "" });
    expect(namesOf(second)).toEqual(["solo", "team/a"]);
    expect(namesOf(await listed({ filter: "RED" }))).toEqual(["library/redis"]);
    expect(namesOf(await listed({ filter: "%" }))).toEqual([]);
    await syncRepository(registryId, "solo");
    expect(namesOf(await listed({ sort: "tags", direction: "asc" }))[0]).toBe("solo");
    expect(namesOf(await listed({ sort: "tags", direction: "desc" }))[0]).toBe("solo");
  });

  it("makes a tree in which a name can be folder and repository at once", async () => {
    await syncRegistry(registryId);
    const at = async (path: string) => {
      const result = await executeRead(listTree, actorOf("viewer"), async () => ({ registryId, path }));
      if (!result.ok) throw new Error(result.error.code);
      return result.data.nodes.map((node) => [node.path, node.below, node.repository !== null]);
    };
    expect(await at("")).toEqual([
      ["library", 2, false],
      ["solo", 0, true],
      ["team", 2, false],
    ]);
    expect(await at("team")).toEqual([["team/a", 1, true]]);
    expect(await at("team/a")).toEqual([["team/a/tool", 0, true]]);
  });

  it("keeps the list and turns the registry to warn when listing is refused; pins still work", async () => {
    front.intercept((_method, path) =>
      path.startsWith("/v2/_catalog")
        ? { status: 405, body: JSON.stringify({ errors: [{ code: "UNSUPPORTED", message: "no" }] }) }
        : undefined,
    );
    await expect(syncRegistry(registryId)).rejects.toMatchObject({ reason: "listing_refused" });
    const row = await db().registry.findUniqueOrThrow({ where: { id: registryId } });
    expect(row.health).toBe("warn");
    const pinned = await execute(pinRepository, actorOf("operator"), { registryId, repository: "solo" });
    expect(pinned).toEqual({ ok: true, data: { repository: "solo" } });
    await syncRepository(registryId, "solo");
    expect((await listed()).items).toMatchObject([{ name: "solo", pinned: true, tagCount: 1 }]);
    expect((await db().registry.findUniqueOrThrow({ where: { id: registryId } })).health).toBe("warn");

    await execute(unpinRepository, actorOf("operator"), { registryId, repository: "solo" });
    expect((await listed()).count).toBe(0);
  });
});

describe("health", () => {
  it("turns to error when nobody answers, and back when somebody does", async () => {
    const health = async () =>
      (await db().registry.findUniqueOrThrow({ where: { id: registryId }, select: { health: true } })).health;
    const move = (endpoint: string) =>
      db().registry.update({ where: { id: registryId }, data: { endpoint }, select: { id: true } });
    await move("http://127.0.0.1:1");
    await expect(syncRegistry(registryId)).rejects.toMatchObject({ code: "REGISTRY_UNREACHABLE" });
    expect(await health()).toBe("error");
    await move(front.endpoint);
    await syncRegistry(registryId);
    expect(await health()).toBe("ok");
  });
});

describe("operations", () => {
  it("refuse what a role may not do, and record it", async () => {
    const viewer = actorOf("viewer");
    const input = { registryId, repository: "solo" };
    for (const result of [
      await execute(pinRepository, viewer, input),
      await execute(unpinRepository, viewer, input),
      await execute(refreshRepository, viewer, input),
    ]) {
      expect(result).toMatchObject({ ok: false, error: { code: "FORBIDDEN" } });
    }
    const denied = await execute(refreshRegistry, actorOf("viewer"), { registryId });
    expect(denied).toMatchObject({ ok: false, error: { code: "FORBIDDEN" } });
    expect(await db().auditEvent.count({ where: { action: "registry.refresh", outcome: "denied" } })).toBe(1);
  });

  it("refuse names no registry can have, and fields nobody declared", async () => {
    for (const repository of ["../etc", "UPPER", "a//b", "a b", "x".repeat(300)]) {
      const result = await execute(pinRepository, actorOf("operator"), { registryId, repository });
      expect(result).toMatchObject({ ok: false, error: { code: "INVALID_INPUT" } });
    }
    const extra = { registryId, repository: "solo", pinned: true, goneAt: null };
    expect(await execute(pinRepository, actorOf("operator"), extra)).toMatchObject({
      ok: false,
      error: { code: "INVALID_INPUT" },
    });
  });

  it("answer alike for a registry that is absent and an id that is none", async () => {
    for (const id of ["0199c0de-0000-7000-8000-000000000000", "1 OR 1=1"]) {
      const result = await execute(refreshRegistry, actorOf("operator"), { registryId: id });
      expect(result).toEqual({ ok: false, error: { code: "NOT_FOUND" } });
      // That somebody tried is on record, whatever they tried it with.
      const where = { action: "registry.refresh", targetId: id, outcome: "failed" };
      expect(await db().auditEvent.count({ where })).toBe(1);
    }
  });

  it("start a run that was asked for, and none for a disabled registry", async () => {
    await syncRegistry(registryId);
    const started = await execute(refreshRepository, actorOf("operator"), { registryId, repository: "solo" });
    expect(started).toEqual({ ok: true, data: { started: true } });
    await Promise.allSettled([...syncState().running.values()]);
    const row = await db().repository.findFirstOrThrow({ where: { registryId, name: "solo" } });
    expect(row.tagCount).toBe(1);

    await db().registry.update({ where: { id: registryId }, data: { disabledAt: new Date() } });
    front.forget();
    const refused = await execute(refreshRepository, actorOf("operator"), { registryId, repository: "solo" });
    expect(refused).toMatchObject({ ok: false, error: { code: "CONFLICT", reason: "registry_disabled" } });
    await listed();
    expect(front.requests).toEqual([]);
  });

  it("end a run whose registry is disabled under it, and blame nobody for that", async () => {
    await syncRegistry(registryId);
    let disabled: Promise<unknown> | undefined;
    front.intercept((method) => {
      if (method === "HEAD") disabled ??= execute(disableRegistry, actorOf("administrator"), { registryId });
      // Answers that make the client come back: it has every reason to go on.
      return method === "HEAD" ? { status: 503, body: "" } : undefined;
    });
    await expect(syncRepository(registryId, "solo")).rejects.toMatchObject({ code: "CANCELLED" });
    await expect(disabled).resolves.toMatchObject({ ok: true });
    const row = await db().repository.findFirstOrThrow({ where: { registryId, name: "solo" } });
    expect(row.indexError).toBeNull();
  });
});

describe("search", () => {
  it("finds repositories anywhere in the name and tags from their beginning", async () => {
    await syncRegistry(registryId);
    await syncRepository(registryId, "library/nginx");
    const search = async (q: string) => {
      const result = await executeRead(searchCatalog, actorOf("viewer"), async () => ({ q }));
      if (!result.ok) throw new Error(result.error.code);
      const { repositories, tags } = result.data;
      const ours = { registryId };
      return [
        repositories.filter((hit) => hit.registryId === ours.registryId).map((hit) => hit.name),
        tags
          .filter((hit) => hit.registryId === ours.registryId)
          .map((hit) => `${hit.repository}:${hit.name}`),
      ];
    };
    expect(await search("lbngx")).toEqual([["library/nginx"], []]);
    for (const slip of ["ngnix", "nginz", "nnginx"])
      expect(await search(slip)).toEqual([["library/nginx"], []]);
    expect(await search("n_inxx")).toEqual([[], []]);
    expect(await search("GIN")).toEqual([["library/nginx"], []]);
    expect(await search("nginx:lat")).toEqual([["library/nginx"], ["library/nginx:latest"]]);
    expect(await search("%")).toEqual([[], []]);
    expect(await search("")).toEqual([[], []]);
  });
});
