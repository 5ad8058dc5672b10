import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { findRepository, listTags } from "#lib/catalog/index.ts";
import { bulk, db } from "#lib/db/index.ts";
import { openTestDatabase } from "#lib/db/testing.ts";
import { closeQueue, type JobDefinition, startWorker, type Worker } from "#lib/jobs/index.ts";
import { execute } from "#lib/operations/index.ts";
import { type DockerRegistry, startDockerRegistry } from "#lib/registry/testing/docker-registry.ts";
import { listedReferrer, testImage, testReferrer } from "#lib/registry/testing/images.ts";
import {
  type FrontAnswer,
  type RegistryFront,
  startRegistryFront,
} from "#lib/registry/testing/registry-front.ts";
import { loadJob } from "../jobs/index.ts";
import { recordEnded } from "../jobs/record-ended.ts";
import { setIndexing } from "../registries/index.ts";
import { actorOf, storedRegistry } from "../repositories/testing.ts";
import { refreshRegistry } from "./index.ts";
import { indexJobWith } from "./index-job.ts";
import { quick } from "./testing/quick.ts";

const operator = actorOf("operator");
const artifactType = "application/vnd.dev.cosign.artifact.sig.v1+json";
const signed = testImage({ text: "signed" });
const plain = testImage({ text: "plain" });
const signature = testReferrer(signed, { artifactType, text: "signature" });
const index = "application/vnd.oci.image.index.v1+json";
const empty = JSON.stringify({ schemaVersion: 2, mediaType: index, manifests: [] });

let database: Awaited<ReturnType<typeof openTestDatabase>>;
let registry: DockerRegistry;
let front: RegistryFront;
let worker: Worker;

beforeAll(async () => {
  [database, registry] = await Promise.all([openTestDatabase(), startDockerRegistry()]);
  front = await startRegistryFront(registry.endpoint);
  await registry.push("team/app", "1.0", signed);
  await registry.push("team/app", "latest", signed);
  await registry.push("team/app", "0.9", plain);
  // By its digest: no tag leads there, only the list of referrers.
  await registry.push("team/app", signature.digest, signature);
  const definitions = [indexJobWith(quick)] as unknown as readonly JobDefinition[];
  worker = await startWorker({ definitions, ended: recordEnded });
});
afterEach(() => {
  front.intercept(undefined);
  front.forget();
});
afterAll(async () => {
  await worker.stop();
  await closeQueue();
  await front.stop();
  await Promise.all([registry.stop(), database.close()]);
});

/** The registry behind it keeps no lists of referrers: this one does. */
function keepLists(answer?: (path: string) => FrontAnswer | undefined): void {
  front.intercept((_method, path) => {
    if (!path.includes("/referrers/")) return undefined;
    const manifests = path.includes(signed.digest) ? [listedReferrer(signature, artifactType)] : [];
    const body = JSON.stringify({ schemaVersion: 2, mediaType: index, manifests });
    return answer?.(path) ?? { status: 200, type: index, body };
  });
}

async function run(registryId: string): Promise<void> {
  const ordered = await execute(refreshRegistry, operator, { registryId });
  if (!ordered.ok) throw new Error(JSON.stringify(ordered.error));
  const state = async () => (await loadJob(ordered.data.jobId)).state;
  await expect.poll(state, { timeout: 30_000 }).toBe("succeeded");
}

const asked = () => front.requests.filter((request) => request.includes("/referrers/"));

async function marks(registryId: string): Promise<Record<string, readonly string[]>> {
  const repository = await findRepository(bulk, registryId, "team/app");
  if (!repository) throw new Error("not indexed");
  const query = { repositoryId: repository.id, sort: "name", direction: "asc", limit: 10 } as const;
  const { items } = await listTags(bulk, query);
  return Object.fromEntries(items.map(({ name, attached }) => [name, attached]));
}

describe("signatures that only the registry's list of referrers leads to", () => {
  it("are found by a run, after the tags, each manifest asked about once", async () => {
    keepLists();
    const registryId = await storedRegistry(front.endpoint);
    await run(registryId);
    expect(await marks(registryId)).toEqual({ "0.9": [], "1.0": [artifactType], latest: [artifactType] });
    expect(asked().toSorted()).toEqual(
      [signed, plain].map(({ digest }) => `GET /v2/team/app/referrers/${digest}`).toSorted(),
    );
    const lastTag = front.requests.findLastIndex((request) => request.startsWith("HEAD "));
    expect(front.requests.findIndex((request) => request.includes("/referrers/"))).toBeGreaterThan(lastTag);

    front.forget();
    await run(registryId);
    expect(asked()).toEqual([]);
  });

  it("are asked for again after a week", async () => {
    keepLists((path) =>
      path.includes(signed.digest) ? { status: 200, type: index, body: empty } : undefined,
    );
    const registryId = await storedRegistry(front.endpoint);
    await run(registryId);
    expect(await marks(registryId)).toMatchObject({ latest: [] });
    keepLists();
    await db().$executeRaw`UPDATE "RepositoryManifest" SET "referrersCheckedAt" = now() - interval '8 days'`;
    await run(registryId);
    expect(await marks(registryId)).toMatchObject({ latest: [artifactType] });
  });

  it("cost one request where the registry keeps no such lists, and none of what is excluded", async () => {
    const registryId = await storedRegistry(front.endpoint);
    await run(registryId);
    expect(asked()).toHaveLength(1);
    keepLists();
    front.forget();
    const excluding = await storedRegistry(front.endpoint);
    const settings = { schedule: "off", hour: 3, zone: "UTC", concurrency: 2, rate: null, include: [] };
    await execute(setIndexing, actorOf("administrator"), {
      ...settings,
      registryId: excluding,
      exclude: ["team/*"],
    });
    await run(excluding);
    expect(asked()).toEqual([]);
  });

  it("never fail a run: a list that is not to be had leaves the others, a registry that gives up is left alone", async () => {
    keepLists((path) => (path.includes(plain.digest) ? { status: 422, body: "{}" } : undefined));
    const registryId = await storedRegistry(front.endpoint);
    await run(registryId);
    expect(await marks(registryId)).toMatchObject({ latest: [artifactType] });
    keepLists(() => ({ status: 429, headers: { "retry-after": "3600" }, body: "{}" }));
    const throttled = await storedRegistry(front.endpoint);
    await run(throttled);
    expect(await marks(throttled)).toMatchObject({ latest: [] });
  });
});
