import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import Docker from "dockerode";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startDaemon, type TestDaemon, unmountLeftovers } from "../../e2e/fixtures/daemon.ts";
import { hostOf, testEnvironment } from "../../e2e/fixtures/environment.ts";
import { type Gate, startGate } from "../../e2e/fixtures/gate.ts";
import { stopServers } from "../../e2e/fixtures/processes.ts";
import { testAuthority } from "../registry/testing/certificates.ts";
import { startDockerRegistry } from "../registry/testing/docker-registry.ts";
import { type FrontAnswer, startRegistryFront } from "../registry/testing/registry-front.ts";
import { createDockerClient } from "./client.ts";
import { parseEndpoint } from "./endpoint.ts";
import { pull } from "./pull.ts";
import type { PullProgress } from "./types.ts";

const run = promisify(execFile);
const { openRegistry } = testEnvironment();

let directory: string;
let daemon: TestDaemon;
let gate: Gate;

/** A daemon without any image, in a folder of its own: one that was killed leaves containerd dying in its old one. */
async function freshDaemon(): Promise<TestDaemon> {
  // One try per layer: the daemon's five take a minute.
  return startDaemon(await mkdtemp(join(directory, "d-")), ["--max-download-attempts=1"]);
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "longshore-daemon-"));
  daemon = await freshDaemon();
});
afterEach(() => gate?.close());
afterAll(async () => {
  await stopServers();
  await unmountLeftovers(directory);
  await rm(directory, { recursive: true, force: true });
});

/** Everything a pull says, to its end. */
async function drain(pictures: AsyncIterable<PullProgress>): Promise<PullProgress[]> {
  const seen: PullProgress[] = [];
  for await (const picture of pictures) seen.push(picture);
  return seen;
}

/** Pulls through the gate; `midway` happens once when half of a layer is there. */
async function pullUntil(midway: () => Promise<void>, patience?: Parameters<typeof pull>[4]) {
  gate = await startGate(openRegistry);
  const happened = gate.reached.then(midway);
  const pictures: PullProgress[] = [];
  const request = { repository: `${hostOf(gate.endpoint)}/demo/large`, reference: "1.0" };
  const docker = new Docker(parseEndpoint(daemon.host));
  const failure = await (async () => {
    for await (const picture of pull(docker, daemon.host, request, undefined, patience)) {
      pictures.push(picture);
    }
    return undefined;
  })().catch((error: unknown) => error);
  await happened;
  return { failure, pictures };
}

describe("a daemon that goes while it pulls", () => {
  it.each(["SIGTERM", "SIGKILL"] as const)("by %s: the pull ends as what it is", async (signal) => {
    const { failure } = await pullUntil(() => daemon.signal(signal));
    expect(failure).toMatchObject({ code: "DOCKER_UNREACHABLE", params: { endpoint: daemon.host } });
    daemon = await freshDaemon();
  });

  it("by hanging: a silence is asked about, and ends the pull when nobody answers", async () => {
    const { failure } = await pullUntil(() => daemon.signal("SIGSTOP"), { silence: 500, answer: 500 });
    await daemon.signal("SIGCONT");
    expect(failure).toMatchObject({
      code: "TIMEOUT",
      reason: "daemon_silent",
      params: { endpoint: daemon.host },
    });
    expect((await createDockerClient(daemon.host).ping()).apiVersion).toMatch(/^1\./);
  });
});

it("a caller's deadline is silence, not a change of mind", async () => {
  await daemon.signal("SIGSTOP");
  const late = createDockerClient(daemon.host).info(AbortSignal.timeout(300));
  await expect(late).rejects.toMatchObject({ code: "TIMEOUT", reason: "daemon_silent" });
  await daemon.signal("SIGCONT");
});

it("a registry that goes while it is pulled from: the daemon's tries are shown, then its words", async () => {
  const { failure, pictures } = await pullUntil(() => gate.close());
  const layers = pictures.flatMap((picture) => picture.layers);
  expect(layers.some(({ state }) => state === "retrying")).toBe(true);
  // Nothing comes any more: no speed is claimed.
  expect(pictures.at(-1)?.bytesPerSecond).toBe(0);
  expect(failure).toMatchObject({
    code: "DOCKER_REJECTED",
    reason: "daemon_registry_unreachable",
    upstream: expect.stringContaining("connection refused"),
  });
});

it("a full disk is named as the cause", async () => {
  const full = join(directory, "full");
  await mkdir(join(full, "data"), { recursive: true });
  // demo/large is 12 MB packed and as much unpacked.
  await run("mount", ["-t", "tmpfs", "-o", "size=14m", "tmpfs", join(full, "data")]);
  const cramped = await startDaemon(full);
  const request = { repository: `${hostOf(openRegistry)}/demo/large`, reference: "1.0" };
  const pulling = drain(createDockerClient(cramped.host).pullImage(request));
  await expect(pulling).rejects.toMatchObject({ code: "DOCKER_REJECTED", reason: "daemon_disk_full" });
});

describe("what a daemon says of a registry that", () => {
  const bad = { status: 500, body: JSON.stringify({ errors: [{ code: "UNKNOWN", message: "bad sector" }] }) };
  const page = { status: 200, type: "text/html", body: "<html><title>Sign in</title></html>" };
  const cases: readonly (readonly [string, FrontAnswer, string])[] = [
    ["fails", bad, "registry_failed"],
    ["answers with a web page", page, "unexpected_answer"],
    [
      "limits pulls",
      { status: 429, body: JSON.stringify({ errors: [{ code: "TOOMANYREQUESTS", message: "limit" }] }) },
      "daemon_pulls_limited",
    ],
    ["delivers other bytes than it promised", { status: 200, body: "x" }, "digest_mismatch"],
  ];
  it.each(cases)("%s is told with its cause", async (_, answer, reason) => {
    const front = await startRegistryFront(openRegistry);
    const spoilt = reason === "digest_mismatch" ? "/busybox/blobs/" : "/busybox/manifests/";
    front.intercept((_method, path) => (path.includes(spoilt) ? answer : undefined));
    const request = { repository: `${hostOf(front.endpoint)}/busybox`, reference: "1.35" };
    const failure = await drain(createDockerClient(daemon.host).pullImage(request)).catch((error) => error);
    await front.stop();
    expect(failure).toMatchObject({ code: "DOCKER_REJECTED", reason });
  });

  it("shows an expired certificate is told with its cause", async () => {
    const registry = await startDockerRegistry({ tls: testAuthority().issue({ from: -20, to: -10 }) });
    // Not loopback's own address: that one may be insecure.
    const repository = `0.0.0.0:${new URL(registry.endpoint).port}/busybox`;
    const pulling = drain(createDockerClient(daemon.host).pullImage({ repository, reference: "1.35" }));
    await expect(pulling).rejects.toMatchObject({ code: "DOCKER_REJECTED", reason: "tls_expired" });
    await registry.stop();
  });
});
