import { Agent, request } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "#lib/auth/index.ts";
import { bulk, db } from "#lib/db/index.ts";
import { openTestDatabase } from "#lib/db/testing.ts";
import { closeQueue, type JobDefinition, startWorker, type Worker } from "#lib/jobs/index.ts";
import { execute } from "#lib/operations/index.ts";
import { type DockerRegistry, startDockerRegistry } from "#lib/registry/testing/docker-registry.ts";
import { loadJob } from "../jobs/index.ts";
import { recordEnded } from "../jobs/record-ended.ts";
import { turnOnNotifications } from "../notifications/index.ts";
import { startReceiver } from "../notifications/testing.ts";
import { storedRegistry } from "../repositories/testing.ts";
import { createTestActor, useTestKey } from "../testing.ts";
import { refreshRegistry } from "./index.ts";
import { indexJobWith } from "./index-job.ts";
import { indexRows } from "./testing/index-rows.ts";
import { largeCount, largeRepository, portAt, smallRepositories } from "./testing/port.ts";
import { quick } from "./testing/quick.ts";
import { skopeoWitness } from "./testing/skopeo-witness.ts";

let database: Awaited<ReturnType<typeof openTestDatabase>>;
let registry: DockerRegistry;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
let worker: Worker;
let administrator: Actor;
let registryId: string;
let port: ReturnType<typeof portAt>;
let skopeo: ReturnType<typeof skopeoWitness>;

beforeAll(async () => {
  useTestKey();
  [database, registry, receiver] = await Promise.all([
    openTestDatabase(),
    startDockerRegistry({ deleteEnabled: true, manyFiles: true }),
    startReceiver(),
  ]);
  port = portAt(registry.endpoint);
  skopeo = skopeoWitness(registry.endpoint);
  administrator = await createTestActor("administrator");
  registryId = await storedRegistry(registry.endpoint);
  await port.fill();
  const definitions = [indexJobWith(quick)] as unknown as readonly JobDefinition[];
  worker = await startWorker({ definitions, ended: recordEnded });
}, 120_000);
afterAll(async () => {
  await worker.stop();
  await closeQueue();
  port.close();
  skopeo.close();
  await Promise.all([registry.stop(), receiver.stop(), database.close()]);
});

async function indexAll() {
  const result = await execute(refreshRegistry, administrator, { registryId });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  const { jobId } = result.data;
  await expect
    .poll(async () => (await loadJob(jobId)).finishedAt, { timeout: 100_000, interval: 100 })
    .not.toBeNull();
  return loadJob(jobId);
}

const of = (rows: ReadonlyMap<string, unknown>, repositories: readonly string[]) =>
  Object.fromEntries([...rows].filter(([key]) => repositories.includes(key.split(":")[0] ?? "")));
/** Every row of these repositories as skopeo tells it, and no other. Returns how many. */
async function expectAsSkopeoTells(repositories: readonly string[]): Promise<number> {
  const told = await skopeo.rows(repositories);
  expect(of(await indexRows(registryId), repositories)).toEqual(Object.fromEntries(told));
  return told.size;
}

/** By Node's own client: where a registry says its tags point. */
async function headTags(repository: string, tags: readonly string[]): Promise<Record<string, unknown>> {
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  const accept = ["application/vnd.oci.image.manifest.v1+json", "application/vnd.oci.image.index.v1+json"];
  accept.push(
    ...accept.map((type) => type.replace("oci.image.manifest.v1", "docker.distribution.manifest.v2")),
  );
  accept.push("application/vnd.docker.distribution.manifest.list.v2+json");
  const head = (tag: string) =>
    new Promise<unknown>((resolve, reject) => {
      const url = `${registry.endpoint}/v2/${repository}/manifests/${tag}`;
      request(url, { method: "HEAD", agent, headers: { accept } }, (response) => {
        response.resume();
        resolve(response.headers["docker-content-digest"]);
      })
        .on("error", reject)
        .end();
    });
  const digests = await Promise.all(tags.map(async (tag) => [tag, await head(tag)] as const));
  agent.destroy();
  return Object.fromEntries(digests);
}

interface Move {
  readonly at: string;
  readonly fromDigest: string | null;
  readonly toDigest: string | null;
  readonly seenBy: string;
}
/** All that the history remembers, oldest first. */
const history = () =>
  bulk.query<Move>(
    `SELECT r."name" || ':' || m."tag" AS at, m."fromDigest", m."toDigest", m."seenBy"
     FROM "TagMove" m JOIN "Repository" r ON r."id" = m."repositoryId" ORDER BY m."id"`,
  );
const sorted = (moves: readonly Move[]) => moves.toSorted((a, b) => (a.at < b.at ? -1 : 1));
const deleteManifest = async (repository: string, digest: string) => {
  const url = `${registry.endpoint}/v2/${repository}/manifests/${digest}`;
  expect((await fetch(url, { method: "DELETE" })).status).toBe(202);
};

describe("two hundred repositories, one of them of a thousand tags", () => {
  it("are in the index row by row as skopeo tells them", async () => {
    const job = await indexAll();
    const rows = await indexRows(registryId);
    expect(job).toMatchObject({
      state: "succeeded",
      result: { repositories: 200, tags: rows.size, failedRepositories: 0, failedTags: 0 },
    });
    expect(await expectAsSkopeoTells(smallRepositories)).toBe(rows.size - largeCount);
    expect(await history()).toEqual([]);
  }, 180_000);

  it("with all of the thousand where the registry points them", async () => {
    const rows = await indexRows(registryId);
    const tags = await skopeo.tags(largeRepository);
    expect(tags).toHaveLength(largeCount);
    const digests = [...rows].flatMap(([key, { digest }]) => {
      const [repository, tag = ""] = key.split(":");
      return repository === largeRepository ? [[tag, digest]] : [];
    });
    expect(Object.fromEntries(digests)).toEqual(await headTags(largeRepository, tags));
    // Every fiftieth is an index.
    const sample = tags.filter((tag, at) => at % 100 === 0 || tag.endsWith(".9"));
    const told = await Promise.all(sample.map((tag) => skopeo.tag(largeRepository, tag)));
    expect(sample.map((tag) => rows.get(`${largeRepository}:${tag}`))).toEqual(told);
    expect(told.some(({ images }) => images.length === 3)).toBe(true);
  });

  it("and what changed behind our back is found by the next run, and in the history", async () => {
    const before = await indexRows(registryId);
    const digest = (at: string) => before.get(at)?.digest ?? "none";
    const [first = "", second = "", third = "", fourth = ""] = smallRepositories;
    const added = await port.index(second, "2.0", { text: "added", minute: 900, attested: true });
    const moved = await port.image(first, "1.0", { text: "moved", minute: 901 });
    const changed = await port.index(largeRepository, "1.0.0", {
      text: "changed",
      minute: 902,
      docker: true,
    });
    // Deleted by digest, as this registry does: every tag on it goes.
    await deleteManifest(third, digest(`${third}:1.0`));
    registry.vanish(fourth);
    await port.index("port/new", "1.0", { text: "new", minute: 903 });

    expect(await indexAll()).toMatchObject({
      state: "succeeded",
      result: { repositories: 200, failedTags: 0 },
    });
    await expectAsSkopeoTells([first, second, third, "port/new"]);
    const after = await indexRows(registryId);
    expect(after.get(`${largeRepository}:1.0.0`)).toEqual(await skopeo.tag(largeRepository, "1.0.0"));
    expect(after.get(`${second}:2.0`)?.digest).toBe(added.digest);
    expect(Object.keys(of(after, [fourth]))).toEqual([]);
    expect(await db().repository.count({ where: { registryId, goneAt: { not: null } } })).toBe(1);
    const seenBy = "recheck";
    const move = (at: string, toDigest: string | null) => ({ at, fromDigest: digest(at), toDigest, seenBy });
    expect(sorted(await history())).toEqual(
      sorted([
        move(`${first}:1.0`, moved.digest),
        move(`${largeRepository}:1.0.0`, changed.digest),
        move(`${third}:1.0`, null),
      ]),
    );
    // All others are what they were.
    const untouched = (rows: ReadonlyMap<string, unknown>) => of(rows, smallRepositories.slice(4));
    expect(untouched(after)).toEqual(untouched(before));
  }, 120_000);

  it("and what the registry tells of is there at once, and no later run finds anything to add", async () => {
    const turnedOn = await execute(turnOnNotifications, administrator, { registryId });
    if (!turnedOn.ok) throw new Error(JSON.stringify(turnedOn.error));
    await registry.restart({ notify: receiver.origin + turnedOn.data.path });
    const earlier = (await history()).length;
    const before = await indexRows(registryId);
    const digest = (at: string) => before.get(at)?.digest ?? "none";
    const [moving = "", growing = "", losing = ""] = smallRepositories.slice(10);
    const told = async (at: string) => (await indexRows(registryId)).get(at)?.digest;
    const soon = { timeout: 40_000, interval: 100 };

    const moved = await port.image(moving, "1.0", { text: "told", minute: 910, docker: true });
    const grown = await port.index(growing, "3.0", { text: "grown", minute: 911, attested: true });
    const fresh = await port.index("port/told", "1.0", { text: "told", minute: 912, docker: true });
    await deleteManifest(losing, digest(`${losing}:1.0`));
    await expect.poll(() => told(`${moving}:1.0`), soon).toBe(moved.digest);
    await expect.poll(() => told(`${growing}:3.0`), soon).toBe(grown.digest);
    await expect.poll(() => told("port/told:1.0"), soon).toBe(fresh.digest);
    await expect.poll(() => told(`${losing}:1.0`), soon).toBeUndefined();
    await expectAsSkopeoTells([moving, growing, losing, "port/told"]);
    const event = { seenBy: "event" };
    const moves = (await history()).slice(earlier);
    expect(sorted(moves)).toEqual(
      sorted([
        { at: `${moving}:1.0`, fromDigest: digest(`${moving}:1.0`), toDigest: moved.digest, ...event },
        { at: `${growing}:3.0`, fromDigest: null, toDigest: grown.digest, ...event },
        { at: "port/told:1.0", fromDigest: null, toDigest: fresh.digest, ...event },
        { at: `${losing}:1.0`, fromDigest: digest(`${losing}:1.0`), toDigest: null, ...event },
      ]),
    );

    const known = await indexRows(registryId);
    expect(await indexAll()).toMatchObject({ state: "succeeded", result: { repositories: 201 } });
    expect(await indexRows(registryId)).toEqual(known);
    expect(await history()).toHaveLength(earlier + moves.length);
  }, 120_000);
});
