import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { db } from "#lib/db/index.ts";
import { openTestDatabase } from "#lib/db/testing.ts";
import { closeQueue, type Worker } from "#lib/jobs/index.ts";
import { execute, executeRead } from "#lib/operations/index.ts";
import { hostOf, testEnvironment } from "../../../e2e/fixtures/environment.ts";
import { startGate } from "../../../e2e/fixtures/gate.ts";
import { ensureLocalHost, getHost, loadHosts } from "../hosts/index.ts";
import { cancelJob, type JobDto, loadJob, loadJobLog, startWorkers } from "../jobs/index.ts";
import { createRegistry } from "../registries/index.ts";
import { anonymousFields, testActor } from "../registries/testing.ts";
import { listImages, pullImage } from "./index.ts";

const environment = testEnvironment();
const { dockerHost, openRegistry, authRegistry, username, password, fixtures } = environment;
const administrator = testActor("administrator");
const operator = testActor("operator");

let database: Awaited<ReturnType<typeof openTestDatabase>>;
let worker: Worker;
let hostId = "";
beforeAll(async () => {
  database = await openTestDatabase();
  await ensureLocalHost(dockerHost);
  await ensureLocalHost(dockerHost);
  hostId = (await loadHosts())[0]?.id ?? "";
  worker = await startWorkers();
});
afterAll(async () => {
  await worker.stop();
  await closeQueue();
  await database.close();
});

async function connect(endpoint: string, credential = {}): Promise<string> {
  const input = { ...anonymousFields, product: "generic", name: randomUUID(), endpoint, ...credential };
  const result = await execute(createRegistry, administrator, input);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.data.registryId;
}

async function order(input: object): Promise<string> {
  const result = await execute(pullImage, operator, { hostId, ...input });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.data.jobId;
}
async function ended(jobId: string) {
  await expect.poll(async () => (await loadJob(jobId)).finishedAt, { timeout: 20_000 }).not.toBeNull();
  return loadJob(jobId);
}
const events = async (jobId: string) => {
  const { operationId } = await db().job.findUniqueOrThrow({ where: { id: jobId } });
  return db().auditEvent.findMany({ where: { operationId }, orderBy: { id: "asc" } });
};
const downloaded = (job: JobDto) => (job.kind === "image.pull" && job.progress?.downloadedBytes) || 0;
const tag = (name: string) => ({ kind: "tag", tag: name });

describe("a pull", () => {
  it("uses the password of exactly its registry, and leaves it nowhere", async () => {
    const registryId = await connect(authRegistry, { username, secret: password });
    const jobId = await order({ registryId, repository: "team/backend/api", reference: tag("1.1.0") });
    const job = await ended(jobId);
    expect(job).toMatchObject({
      state: "succeeded",
      startedBy: "some-operator",
      targetName: `${hostOf(authRegistry)}/team/backend/api:1.1.0`,
      result: { digest: fixtures["team/backend/api"]?.["1.1.0"] },
    });
    const log = await loadJobLog(jobId);
    expect(log[0]?.line).toMatchObject({ line: "pullingAs", username });
    const [intent, outcome] = await events(jobId);
    expect(intent).toMatchObject({ phase: "intent", outcome: "pending", action: "image.pull", registryId });
    expect(outcome).toMatchObject({ phase: "outcome", outcome: "done", actorName: "some-operator" });
    const rows = await db().$queryRaw<{ text: string }[]>`
      SELECT row_to_json(j)::text AS text FROM "Job" j UNION ALL SELECT row_to_json(l)::text FROM "JobLogLine" l
      UNION ALL SELECT row_to_json(a)::text FROM "AuditEvent" a UNION ALL SELECT row_to_json(q)::text FROM pgboss.job q`;
    expect(rows.length).toBeGreaterThan(4);
    expect(rows.map(({ text }) => text).join("\n")).not.toContain(password);
  });

  it("sends no password to an address typed by hand, even of a connected registry", async () => {
    await connect(authRegistry, { username, secret: password });
    const repository = `${hostOf(authRegistry)}/busybox`;
    const jobId = await order({ registryId: null, repository, reference: tag("1.35") });
    expect(await ended(jobId)).toMatchObject({
      state: "failed",
      error: {
        code: "DOCKER_REJECTED",
        reason: "daemon_pull_denied",
        params: { host: hostOf(authRegistry), image: `${repository}:1.35` },
      },
    });
    expect((await events(jobId)).map(({ outcome, errorCode }) => [outcome, errorCode])).toEqual([
      ["pending", null],
      ["failed", "DOCKER_REJECTED"],
    ]);
    expect((await loadJobLog(jobId)).at(-1)?.level).toBe("error");
  });

  it("can be cancelled while bytes come", async () => {
    const gate = await startGate(openRegistry);
    const registryId = await connect(gate.endpoint);
    const jobId = await order({ registryId, repository: "demo/large", reference: tag("1.0") });
    await expect.poll(async () => downloaded(await loadJob(jobId)), { timeout: 15_000 }).toBeGreaterThan(0);
    expect(await execute(cancelJob, operator, { jobId })).toMatchObject({ data: { outcome: "requested" } });
    expect(await ended(jobId)).toMatchObject({ state: "cancelled", cancelRequestedBy: "some-operator" });
    await gate.abandoned;
    expect((await events(jobId)).at(-1)).toMatchObject({ outcome: "failed", errorCode: "CANCELLED" });
    await gate.close();
  });

  it("needs the permission, an existing host and registry, and names that are names", async () => {
    const registryId = await connect(openRegistry);
    const good = { hostId, registryId, repository: "busybox", reference: tag("1.35") };
    const code = async (actor: typeof operator, input: object) => {
      const result = await execute(pullImage, actor, input);
      return result.ok ? "ok" : result.error.code;
    };
    expect(await code(testActor("viewer"), good)).toBe("FORBIDDEN");
    expect(await code(operator, { ...good, hostId: randomUUID() })).toBe("NOT_FOUND");
    expect(await code(operator, { ...good, registryId: randomUUID() })).toBe("NOT_FOUND");
    expect(await code(operator, { ...good, registryId: "x" })).toBe("INVALID_INPUT");
    for (const wrong of [
      { repository: "../../etc" },
      { repository: "evil.example.com/a?x=1" },
      { repository: "busybox:1.35" },
      { reference: tag("not a tag") },
      { reference: { kind: "digest", digest: "sha256:12" } },
      { reference: { kind: "tag" } },
      { platform: "linux" },
      { secret: "x" },
    ]) {
      expect([wrong, await code(operator, { ...good, ...wrong })]).toEqual([wrong, "INVALID_INPUT"]);
    }
    expect(await code(operator, { ...good, registryId: null, repository: "a/b:1" })).toBe("INVALID_INPUT");
  });

  it("refuses a registry under a path, whose password docker would send to the host's root", async () => {
    const registryId = await connect("https://hub.example.com/team-a", { username, secret: password });
    const result = await execute(pullImage, operator, {
      hostId,
      registryId,
      repository: "app",
      reference: tag("1"),
    });
    expect(result).toMatchObject({ ok: false, error: { code: "UNSUPPORTED" } });
  });
});

describe("the images of a host", () => {
  it("are found, filtered and sorted", async () => {
    const registryId = await connect(openRegistry);
    await ended(await order({ registryId, repository: "team/frontend/web", reference: tag("3.4") }));
    const viewer = testActor("viewer");
    const list = (query: object) => executeRead(listImages, viewer, async () => ({ hostId, ...query }));
    const found = await list({ filter: "team/frontend/web:3.4", show: "tagged" });
    expect(found).toMatchObject({ ok: true, data: { count: 1, items: [{ dangling: false }] } });
    const sorted = await list({ sort: "size", direction: "desc" });
    const sizes = sorted.ok ? sorted.data.items.map(({ sizeBytes }) => sizeBytes) : [];
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
  });

  it("are away with their daemon, and the page still has an answer", async () => {
    const away = await db().dockerHost.create({
      data: { name: "away", endpoint: "unix:///nonexistent/docker.sock" },
    });
    const input = async () => ({ hostId: away.id });
    expect(await executeRead(getHost, operator, input)).toMatchObject({
      ok: true,
      data: { info: null, error: { code: "DOCKER_UNREACHABLE", reason: "daemon_socket_missing" } },
    });
    expect(await executeRead(listImages, operator, input)).toMatchObject({
      ok: false,
      error: { code: "DOCKER_UNREACHABLE" },
    });
  });
});
