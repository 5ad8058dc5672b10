import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { db } from "#lib/db/index.ts";
import { openTestDatabase } from "#lib/db/testing.ts";
import { closeQueue, type JobDefinition, startWorker, type Worker } from "#lib/jobs/index.ts";
import { type FakeRegistry, type Fault, startFakeRegistry } from "#lib/registry/testing/fake-registry.ts";
import * as faults from "#lib/registry/testing/faults.ts";
import {
  descriptorOf,
  rawManifest,
  type TestManifest,
  testImage,
  testIndex,
} from "#lib/registry/testing/images.ts";
import { type IndexJobDto, loadJobLog } from "../jobs/index.ts";
import { recordEnded } from "../jobs/record-ended.ts";
import { storedRegistry } from "../repositories/testing.ts";
import { indexJobWith } from "./index-job.ts";
import { type Contents, contents } from "./testing/contents.ts";
import { ended, load, order } from "./testing/ordered.ts";
import { quick } from "./testing/quick.ts";

let database: Awaited<ReturnType<typeof openTestDatabase>>;
let worker: Worker;
let fake: FakeRegistry;
let registryId: string;
let broken: boolean;

beforeAll(async () => {
  database = await openTestDatabase();
  const definitions = [indexJobWith(quick)] as unknown as readonly JobDefinition[];
  worker = await startWorker({ definitions, ended: recordEnded });
});
beforeEach(async () => {
  fake = await startFakeRegistry();
  // Where a manifest is fetched by its digest, each kind of request can be spoilt by itself.
  registryId = await storedRegistry(fake.endpoint, undefined, "mirror");
  await db().registry.update({ where: { id: registryId }, data: { indexConcurrency: 4 } });
  broken = true;
});
afterEach(() => fake.stop());
afterAll(async () => {
  await worker.stop();
  await closeQueue();
  await database.close();
});

/** A fault until the registry is mended. */
function spoil(where: faults.Where, fault: Fault): void {
  fake.inject((...[request, response, next]) => {
    if (broken) faults.at(where, fault)(request, response, next);
    else next();
  });
}

const patiently = { timeout: 30_000 };

/** An index whose second child is `manifest`'s by name; the registry has it only where it is among `has`. */
function indexOf(children: readonly TestManifest[], has: readonly TestManifest[]): TestManifest {
  const mediaType = "application/vnd.oci.image.index.v1+json";
  const manifests = children.map(({ mediaType, raw, digest }, at) => ({
    mediaType,
    size: raw.byteLength,
    digest,
    platform: { os: "linux", architecture: at === 0 ? "amd64" : "arm64" },
  }));
  return rawManifest({ schemaVersion: 2, mediaType, manifests }, mediaType, [], has);
}
const manifestsOf = (name: string, reference: string) => `/${name}/manifests/${reference}`;
const sent = (part: string) => fake.seen.filter(({ url }) => url.includes(part)).length;

it("what passes is asked again and leaves no trace: 503, 429 with a pause, a body that breaks off, a silence", async () => {
  const names = ["f/busy", "f/paused", "f/torn", "f/silent", "f/well"] as const;
  const images = new Map(names.map((name) => [name, testImage({ text: name })]));
  for (const [name, image] of images) fake.put(name, "1.0", image);
  const image = (name: (typeof names)[number]) => images.get(name) ?? testImage();
  const path = (name: (typeof names)[number]) => manifestsOf(name, image(name).digest);
  spoil(path("f/busy"), faults.times(1, faults.answer(503, "restarting")));
  spoil(manifestsOf("f/paused", "1.0"), faults.times(1, faults.answer(429, "", { "retry-after": "1" })));
  const { raw, mediaType } = image("f/torn");
  spoil(path("f/torn"), faults.times(1, faults.breakOff(raw, { "content-type": mediaType })));
  let hangUp: (() => void) | undefined;
  spoil(
    path("f/silent"),
    faults.times(1, (request) => {
      hangUp = () => request.socket.destroy();
    }),
  );

  const jobId = await order(registryId);
  // The others are not held up by the silent one, and it is seen who is.
  const state = async () => (await load(jobId)).progress;
  await expect.poll(state, patiently).toMatchObject({
    repositories: { done: 4, total: 5 },
    current: [{ name: "f/silent" }],
  });
  hangUp?.();
  expect(await ended(jobId)).toMatchObject({
    state: "succeeded",
    result: { repositories: 5, tags: 5, failedRepositories: 0, failedTags: 0, failures: [] },
  });
  for (const name of ["f/busy", "f/torn", "f/silent"] as const) expect(sent(path(name))).toBe(2);
  expect(sent(manifestsOf("f/paused", "1.0"))).toBe(2);
  const { tags } = await contents();
  expect(tags).toMatchObject(
    names.toSorted().map((repository) => ({ repository, digest: image(repository).digest, error: null })),
  );
});

it("a registry that goes away is waited for with its reason, and nothing is estimated meanwhile", async () => {
  const image = testImage({ text: "paced" });
  for (let tag = 0; tag < 60; tag += 1) fake.put("p/paced", `1.${tag}`, image);
  await db().registry.update({ where: { id: registryId }, data: { indexRate: 30 } });
  const jobId = await order(registryId);
  const asked = () => sent("/p/paced/manifests/");
  await expect.poll(asked, { ...patiently, interval: 20 }).toBeGreaterThan(25);
  await fake.stop();
  const progress = async () => (await load(jobId)).progress;
  const error = { code: "REGISTRY_UNREACHABLE", reason: "connection_refused" };
  await expect.poll(progress, { ...patiently, interval: 20 }).toMatchObject({ waiting: { error } });
  const alone = async () => (await loadJobLog(jobId)).filter(({ line }) => line?.line === "held");
  while ((await alone()).length < 4) {
    expect(await progress()).toMatchObject({ waiting: { error }, secondsLeft: null });
  }
  expect((await alone())[0]).toMatchObject({ level: "warn", error });
});

it("what stays is counted and told with its reason, nothing wrong is stored, and the next run finds it mended", async () => {
  const good = (text: string) => testImage({ text });
  const [amd64, arm64] = [good("child amd64"), testImage({ text: "child arm64", architecture: "arm64" })];
  const { mediaType } = amd64;
  const nonsense = Buffer.from("no configuration at all");
  const config = descriptorOf(nonsense, "application/vnd.docker.container.image.v1+json");
  const content = {
    "g/answers-500": good("g/answers-500"),
    "g/child-lying": testIndex({ text: "lying child" }),
    "g/child-missing": indexOf([amd64, arm64], [amd64]),
    "g/config-lying": good("g/config-lying"),
    "g/config-nonsense": rawManifest({ schemaVersion: 2, mediaType, config, layers: [] }, mediaType, [
      nonsense,
    ]),
    "g/list-500": good("g/list-500"),
    "g/lying": good("g/lying"),
    "g/torn": good("g/torn"),
    "g/vanishing": good("g/vanishing"),
  };
  for (const [name, manifest] of Object.entries(content)) {
    fake.put(name, "1.0", manifest);
    fake.put(name, "well", good("well"));
  }
  // The image whose configuration another one lies about, where it is told truly.
  fake.put("h/config-true", "1.0", content["g/config-lying"]);
  // One after the other, by name: who comes second has what the first one could not have.
  await db().registry.update({ where: { id: registryId }, data: { indexConcurrency: 1 } });
  const other = good("another");
  const instead = (bytes: Uint8Array, type: string) => faults.answer(200, bytes, { "content-type": type });
  const path = (name: keyof typeof content) => manifestsOf(name, content[name].digest);
  const lyingChild = content["g/child-lying"].children[1] ?? other;
  spoil(manifestsOf("g/answers-500", "1.0"), faults.answer(500, '{"errors":[{"code":"UNKNOWN"}]}'));
  spoil(manifestsOf("g/child-lying", lyingChild.digest), instead(other.raw, lyingChild.mediaType));
  spoil(`/g/config-lying/blobs/`, instead(Buffer.from("{}"), "application/octet-stream"));
  spoil("/g/list-500/tags/", faults.answer(500, "no"));
  spoil(path("g/lying"), instead(other.raw, mediaType));
  spoil(path("g/torn"), faults.breakOff(content["g/torn"].raw, { "content-type": mediaType }));
  spoil(manifestsOf("g/vanishing", "1.0"), faults.answer(404, '{"errors":[{"code":"MANIFEST_UNKNOWN"}]}'));

  const failed = (repository: string, tag: string | null, reason: string) =>
    expect.objectContaining({ repository, tag, error: expect.objectContaining({ reason }) });
  const failures = [
    failed("g/answers-500", "1.0", "registry_failed"),
    failed("g/child-lying", "1.0", "digest_mismatch"),
    failed("g/config-nonsense", "1.0", "unexpected_answer"),
    failed("g/list-500", null, "registry_failed"),
    failed("g/lying", "1.0", "digest_mismatch"),
    failed("g/torn", "1.0", "connection_reset"),
  ];
  const sorted = (job: IndexJobDto) =>
    job.result?.failures.toSorted((a, b) => (a.repository < b.repository ? -1 : 1));
  const first = await ended(await order(registryId));
  const lie = failed("g/config-lying", "1.0", "digest_mismatch");
  expect(sorted(first)).toEqual(failures.toSpliced(2, 0, lie));
  expect(first).toMatchObject({
    state: "succeeded",
    result: { repositories: 10, failedRepositories: 1, failedTags: 6 },
  });
  const stored = await contents();
  for (const { genuine } of [...stored.manifests, ...stored.configs]) expect(genuine).toBe(true);
  const digests = stored.manifests.map(({ digest }) => digest);
  for (const digest of [content["g/lying"].digest, content["g/torn"].digest, lyingChild.digest]) {
    expect(digests).not.toContain(digest);
  }
  const rowsOf = ({ tags }: Contents) => new Map(tags.map((tag) => [`${tag.repository}:${tag.name}`, tag]));
  const rows = rowsOf(stored);
  const whole = {
    error: null,
    goneAt: null,
    imageCreatedAt: expect.any(Date),
    imagePlatforms: ["linux/amd64"],
  };
  for (const name of Object.keys(content).filter((one) => one !== "g/list-500")) {
    expect(rows.get(`${name}:well`), name).toMatchObject(whole);
  }
  expect(rows.get("h/config-true:1.0")).toMatchObject(whole);
  // A platform its registry was never given is no failure.
  const platforms = ["linux/amd64", "linux/arm64"];
  expect(rows.get("g/child-missing:1.0")).toMatchObject({ ...whole, imagePlatforms: platforms });
  expect(rows.get("g/vanishing:1.0")).toMatchObject({ goneAt: expect.any(Date), error: null });
  expect(stored.moves).toEqual([]);

  // What does not mend itself is told again; what another repository had true is not.
  expect(sorted(await ended(await order(registryId)))).toEqual(failures);
  broken = false;
  expect(sorted(await ended(await order(registryId)))).toEqual([failures[2]]);
  const mended = await contents();
  const there = Object.entries({ ...content, "h/config-true": content["g/config-lying"] });
  for (const [name, { digest }] of there.filter(([one]) => one !== "g/config-nonsense")) {
    const tag = rowsOf(mended).get(`${name}:1.0`);
    expect(tag, name).toMatchObject({ digest, error: null, goneAt: null, imageCreatedAt: expect.any(Date) });
  }
  for (const { genuine } of [...mended.manifests, ...mended.configs]) expect(genuine).toBe(true);
});
