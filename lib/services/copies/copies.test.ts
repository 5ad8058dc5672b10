import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { db } from "#lib/db/index.ts";
import { openTestDatabase } from "#lib/db/testing.ts";
import { closeQueue, type Worker } from "#lib/jobs/index.ts";
import { execute, executeRead } from "#lib/operations/index.ts";
import { startGate } from "../../../e2e/fixtures/gate.ts";
import { layeredImage, mebibyte } from "../../registry/testing/copy-fixture.ts";
import { type DockerRegistry, startDockerRegistry } from "../../registry/testing/docker-registry.ts";
import { type TestManifest, testImage, testIndex, testReferrer } from "../../registry/testing/images.ts";
import { startRegistryFront } from "../../registry/testing/registry-front.ts";
import { type CopyJobDto, cancelJob, loadJob, loadJobLog, startWorkers } from "../jobs/index.ts";
import { createRegistry } from "../registries/index.ts";
import { anonymousFields, testActor } from "../registries/testing.ts";
import { syncRegistry, syncRepository } from "../repositories/index.ts";
import { getTag } from "../tags/index.ts";
import { useTestKey } from "../testing.ts";
import { copyImage, planCopy } from "./index.ts";

const administrator = testActor("administrator");
const operator = testActor("operator");
const user = { name: "robot", password: "a-harbour-password-4711" };

let database: Awaited<ReturnType<typeof openTestDatabase>>;
let worker: Worker;
let source: DockerRegistry;
let target: DockerRegistry;
let from = "";
let to = "";
beforeAll(async () => {
  useTestKey();
  [database, source, target] = await Promise.all([
    openTestDatabase(),
    startDockerRegistry(),
    startDockerRegistry({ user }),
  ]);
  worker = await startWorkers();
  from = await connect(source.endpoint);
  to = await connect(target.endpoint, { username: user.name, secret: user.password });
});
afterAll(async () => {
  await worker.stop();
  await closeQueue();
  await Promise.all([database.close(), source.stop(), target.stop()]);
});

async function connect(endpoint: string, credential = {}): Promise<string> {
  const input = { ...anonymousFields, product: "generic", name: randomUUID(), endpoint, ...credential };
  const result = await execute(createRegistry, administrator, input);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  await syncRegistry(result.data.registryId).catch(() => undefined);
  return result.data.registryId;
}

/** Pushed under the tags and in the index. */
async function pushed(repository: string, ...images: readonly (readonly [string, TestManifest])[]) {
  for (const [tag, image] of images) await source.push(repository, tag, image);
  await syncRegistry(from);
  await syncRepository(from, repository);
}

async function plan(repository: string, toRepository: string, more: object = {}) {
  const input = { registryId: from, repository, tags: "1.0", toRegistryId: to, toRepository, ...more };
  const result = await executeRead(planCopy, operator, async () => input);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.data.images;
}

interface Order {
  readonly repository: string;
  readonly images: readonly { readonly digest: string; readonly tag: string; readonly over: string | null }[];
  readonly to?: { readonly registryId: string; readonly repository: string };
  readonly platforms?: readonly string[];
  readonly referrers?: boolean;
  readonly registryId?: string;
}
async function order({ repository, to: place = { registryId: to, repository }, ...more }: Order) {
  const input = { registryId: from, repository, to: place, referrers: false, ...more };
  const result = await execute(copyImage, operator, input);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.data.jobId;
}

async function ended(jobId: string): Promise<CopyJobDto> {
  await expect.poll(async () => (await loadJob(jobId)).finishedAt, { timeout: 20_000 }).not.toBeNull();
  return (await loadJob(jobId)) as CopyJobDto;
}

async function events(jobId: string) {
  const { operationId } = await db().job.findUniqueOrThrow({ where: { id: jobId } });
  return db().auditEvent.findMany({ where: { operationId }, orderBy: { id: "asc" } });
}

/** What the index has, without asking the registry. */
async function indexed(registryId: string, repository: string, tag: string): Promise<string | null> {
  const result = await executeRead(getTag, operator, async () => ({ registryId, repository, tag }));
  return result.ok && !result.data.gone ? result.data.tag.digest : null;
}

const fresh = ({ digest }: TestManifest, tag = "1.0") => ({ digest, tag, over: null });

describe("a copy", () => {
  it("brings tags to another registry, into its index and into the log, and leaves no password anywhere", async () => {
    const image = testImage({ text: "first" });
    const index = testIndex({ text: "second" });
    await pushed("shop/api", ["1.0", image], ["2.0", index]);
    const planned = await plan("shop/api", "mirror/api", { tags: "1.0,2.0" });
    expect(planned).toEqual([
      { source: "1.0", digest: image.digest, tag: "1.0", over: null, state: "new" },
      { source: "2.0", digest: index.digest, tag: "2.0", over: null, state: "new" },
    ]);
    const jobId = await order({
      repository: "shop/api",
      to: { registryId: to, repository: "mirror/api" },
      images: planned.map(({ digest, tag, over }) => ({ digest, tag, over })),
    });
    const job = await ended(jobId);
    expect(job).toMatchObject({
      state: "succeeded",
      kind: "image.copy",
      targetName: `${new URL(target.endpoint).host}/mirror/api:1.0 +1`,
      registry: { id: to },
      source: { id: from },
      result: { images: [`1.0 ${image.digest}`, `2.0 ${index.digest}`], copied: 6, present: 0 },
      progress: { parts: { done: 6, count: 6 }, bytesPerSecond: expect.any(Number) },
    });
    expect(await indexed(to, "mirror/api", "1.0")).toBe(image.digest);
    expect(await indexed(to, "mirror/api", "2.0")).toBe(index.digest);
    const said = (await loadJobLog(jobId)).map(({ line }) => line);
    const copied = `${new URL(target.endpoint).host}/mirror/api:1.0`;
    expect(said).toContainEqual({ line: "copied", target: copied, digest: image.digest });
    expect(said.filter((line) => line?.line === "part" && line.part === "blob")).toHaveLength(6);
    const [intent, outcome] = await events(jobId);
    expect(intent).toMatchObject({
      phase: "intent",
      action: "image.copy",
      registryId: to,
      detail: {
        source: `${new URL(source.endpoint).host}/shop/api`,
        images: [`1.0 ${image.digest}`, `2.0 ${index.digest}`],
      },
    });
    expect(outcome).toMatchObject({
      phase: "outcome",
      outcome: "done",
      detail: {
        result: { images: [`1.0 ${image.digest}`, `2.0 ${index.digest}`], bytes: job.result?.bytes },
      },
    });
    expect(job.result?.bytes).toBeGreaterThan(0);
    const rows = await db().$queryRaw<{ text: string }[]>`
      SELECT row_to_json(j)::text AS text FROM "Job" j UNION ALL SELECT row_to_json(l)::text FROM "JobLogLine" l
      UNION ALL SELECT row_to_json(a)::text FROM "AuditEvent" a`;
    expect(rows.length).toBeGreaterThan(10);
    expect(rows.map(({ text }) => text).join("\n")).not.toContain(user.password);
  });

  it("replaces what the plan named, and nothing that came in between", async () => {
    const [was, between, wanted] = ["was", "between", "wanted"].map((text) => testImage({ text }));
    if (!was || !between || !wanted) throw new Error("three images");
    await pushed("moved", ["1.0", wanted]);
    await target.push("moved", "1.0", was);
    const [planned] = await plan("moved", "moved");
    expect(planned).toMatchObject({ over: was.digest, state: "replaces" });
    const image = { digest: wanted.digest, tag: "1.0", over: was.digest };
    await target.push("moved", "1.0", between);
    const refused = await ended(await order({ repository: "moved", images: [image] }));
    expect(refused).toMatchObject({ state: "failed", error: { code: "CONFLICT", reason: "target_moved" } });
    expect((await plan("moved", "moved"))[0]).toMatchObject({ over: between.digest });

    await target.push("moved", "1.0", was);
    const done = await ended(await order({ repository: "moved", images: [image] }));
    expect(done).toMatchObject({ state: "succeeded", result: { digest: wanted.digest } });
    expect((await plan("moved", "moved"))[0]).toMatchObject({ state: "same" });
  });

  it("takes the digest that was ordered, whatever the source's tag points to by then", async () => {
    const ordered = testImage({ text: "ordered" });
    await pushed("pinned", ["1.0", ordered]);
    await source.push("pinned", "1.0", testImage({ text: "later" }));
    const job = await ended(await order({ repository: "pinned", images: [fresh(ordered, "kept")] }));
    expect(job.result?.digest).toBe(ordered.digest);
  });

  it("plans a digest under the tag it is given", async () => {
    const image = testImage({ text: "by digest" });
    await pushed("digests", ["1.0", image]);
    const { digest } = image;
    expect(await plan("digests", "digests", { tags: undefined, digest, toTag: "kept" })).toEqual([
      { source: digest, digest, tag: "kept", over: null, state: "new" },
    ]);
    for (const [wrong, field] of [
      [{ tags: undefined, digest }, "toTag"],
      [{ digest, toTag: "kept" }, "tags"],
      [{ tags: undefined }, "tags"],
    ] as const) {
      const input = { registryId: from, repository: "digests", toRegistryId: to, toRepository: "digests" };
      const asked = executeRead(planCopy, operator, async () => ({ ...input, tags: "1.0", ...wrong }));
      expect(await asked).toMatchObject({
        ok: false,
        error: { code: "INVALID_INPUT", fields: { [field]: expect.any(String) } },
      });
    }
  });

  it("takes chosen platforms only, or everything with what refers to it", async () => {
    const index = testIndex({ text: "chosen" });
    const signature = testReferrer(index);
    await pushed("signed", ["1.0", index]);
    await source.push("signed", `${index.digest.replace(":", "-")}.sig`, signature);
    const place = { registryId: to, repository: "signed" };
    const one = await ended(
      await order({
        repository: "signed",
        images: [fresh(index, "arm")],
        to: place,
        platforms: ["linux/arm64/v8"],
      }),
    );
    expect(one).toMatchObject({ state: "succeeded", result: { copied: 2 } });
    expect(one.result?.digest).not.toBe(index.digest);
    expect(await indexed(to, "signed", "arm")).toBe(one.result?.digest);
    const none = await ended(
      await order({ repository: "signed", images: [fresh(index, "none")], platforms: ["windows/amd64"] }),
    );
    expect(none).toMatchObject({ state: "failed", error: { reason: "platform_unknown" } });

    const whole = await ended(await order({ repository: "signed", images: [fresh(index)], referrers: true }));
    expect(whole).toMatchObject({ state: "succeeded", result: { digest: index.digest } });
    const signatureTag = `${index.digest.replace(":", "-")}.sig`;
    const there = await plan("signed", "signed", { tags: signatureTag });
    expect(there).toMatchObject([{ state: "same", digest: signature.digest }]);
  });

  it("can be cancelled while bytes come, with nothing tagged, and goes on when ordered again", async () => {
    const image = layeredImage(4 * mebibyte);
    await pushed("large", ["1.0", image]);
    const gate = await startGate(source.endpoint);
    const registryId = await connect(gate.endpoint);
    await syncRepository(registryId, "large");
    const once = { repository: "large", images: [fresh(image)] };
    const jobId = await order({ ...once, registryId });
    await gate.reached;
    await expect
      .poll(async () => ((await loadJob(jobId)) as CopyJobDto).progress?.downloadedBytes ?? 0)
      .toBeGreaterThan(mebibyte);
    await execute(cancelJob, operator, { jobId });
    expect(await ended(jobId)).toMatchObject({ state: "cancelled", cancelRequestedBy: "some-operator" });
    await gate.abandoned;
    expect((await plan("large", "large"))[0]).toMatchObject({ state: "new" });
    // The config had arrived.
    const [config] = image.blobs;
    expect((await events(jobId)).at(-1)).toMatchObject({
      outcome: "failed",
      errorCode: "CANCELLED",
      detail: { result: { images: [], copied: 1, present: 0, bytes: config?.byteLength } },
    });
    await gate.close();
    const again = await ended(await order(once));
    expect(again).toMatchObject({
      state: "succeeded",
      result: { digest: image.digest, copied: 1, present: 1 },
    });
  });

  it("says what the target objects to, with its words in the log", async () => {
    const image = testImage({ text: "refused" });
    await pushed("refused", ["1.0", image]);
    const front = await startRegistryFront(target.endpoint);
    const refusing = await connect(front.endpoint, { username: user.name, secret: user.password });
    for (const [status, code, message, reason] of [
      [403, "DENIED", "Quota exceeded when processing the request", "quota_exceeded"],
      [404, "NOT_FOUND", "project shop not found", "push_place_unknown"],
      [405, "UNSUPPORTED", "the registry is read-only", "push_unsupported"],
      [403, "DENIED", "push is not for you", "permission_missing"],
    ] as const) {
      front.intercept((method) =>
        method === "POST" ? { status, body: JSON.stringify({ errors: [{ code, message }] }) } : undefined,
      );
      const place = { registryId: refusing, repository: "refused" };
      const jobId = await order({ repository: "refused", images: [fresh(image)], to: place });
      const { host } = new URL(front.endpoint);
      expect(await ended(jobId)).toMatchObject({ state: "failed", error: { reason, params: { host } } });
      expect(
        (await loadJobLog(jobId)).some((line) => line.level === "error" && line.message.includes(message)),
      ).toBe(true);
    }
    await front.stop();
  });

  it("is for whoever may copy, between registries that are there and enabled, and names that are names", async () => {
    const { digest } = testImage();
    const good = {
      registryId: from,
      repository: "shop/api",
      to: { registryId: to, repository: "mirror/api" },
      images: [{ digest, tag: "1.0", over: null }],
      referrers: false,
    };
    const code = async (actor: typeof operator, input: object) => {
      const result = await execute(copyImage, actor, input);
      return result.ok ? "ok" : result.error.code;
    };
    expect(await code(testActor("viewer"), good)).toBe("FORBIDDEN");
    expect(await code(operator, { ...good, repository: "not/there" })).toBe("NOT_FOUND");
    expect(await code(operator, { ...good, to: { ...good.to, registryId: randomUUID() } })).toBe("NOT_FOUND");
    await db().registry.update({ where: { id: to }, data: { disabledAt: new Date() } });
    expect(await code(operator, good)).toBe("CONFLICT");
    await db().registry.update({ where: { id: to }, data: { disabledAt: null } });
    for (const wrong of [
      { to: { registryId: to, repository: "../../etc" } },
      { to: { registryId: to, repository: "evil?x=1" } },
      { images: [] },
      { images: [{ digest, tag: "not a tag", over: null }] },
      { images: [{ digest: "sha256:12", tag: "1.0", over: null }] },
      { images: [{ digest, tag: "1.0", over: "latest" }] },
      { images: Array.from({ length: 51 }, () => ({ digest, tag: "1.0", over: null })) },
      { platforms: [] },
      { platforms: ["linux"] },
      { referrers: "yes" },
    ]) {
      expect([wrong, await code(operator, { ...good, ...wrong })]).toEqual([wrong, "INVALID_INPUT"]);
    }
  });
});
