import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hostOf, testEnvironment } from "../../e2e/fixtures/environment.ts";
import { createDockerClient } from "./client.ts";
import { defaultEndpoint } from "./endpoint.ts";

const { dockerHost, openRegistry, authRegistry, tlsRegistry, username, password, fixtures } =
  testEnvironment();
const client = createDockerClient(dockerHost);
const open = hostOf(openRegistry);

async function pullAll(...args: Parameters<typeof client.pullImage>) {
  const pictures = [];
  for await (const picture of client.pullImage(...args)) pictures.push(picture);
  return pictures;
}

describe("a daemon that is there", () => {
  it("says who it is and what it uses", async () => {
    const info = await client.info();
    expect(info.version).toMatch(/^\d+\.\d+/);
    expect(Number(info.apiVersion)).toBeGreaterThan(1.3);
    expect(info.memoryBytes).toBeGreaterThan(0);
    expect(info.insecureRegistries).toContain("127.0.0.0/8");
    const usage = await client.diskUsage();
    expect(usage.imagesBytes).toBeGreaterThanOrEqual(0);
  });

  it("lists an image it pulled, with its digest and size", async () => {
    await pullAll({ repository: `${open}/team/frontend/web`, reference: "3.4" });
    const image = (await client.listImages()).find((one) =>
      one.tags.includes(`${open}/team/frontend/web:3.4`),
    );
    expect(image).toMatchObject({ dangling: false, usedBy: [], created: "2026-03-02T12:00:00.000Z" });
    expect(image?.repoDigests).toContain(
      `${open}/team/frontend/web@${fixtures["team/frontend/web"]?.["3.4"]}`,
    );
    expect(image?.sizeBytes).toBeGreaterThan(40_000);
  });
});

describe("a daemon that is not there", () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "longshore-docker-"));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  it("says that the socket is missing", async () => {
    const absent = createDockerClient(`unix://${join(directory, "none.sock")}`);
    await expect(absent.ping()).rejects.toMatchObject({
      code: "DOCKER_UNREACHABLE",
      reason: "daemon_socket_missing",
    });
    await expect(
      absent.pullImage({ repository: "a/b" })[Symbol.asyncIterator]().next(),
    ).rejects.toMatchObject({
      reason: "daemon_socket_missing",
    });
  });

  it("says that nobody listens on the socket", async () => {
    const path = join(directory, "left.sock");
    await writeFile(path, "");
    await expect(createDockerClient(`unix://${path}`).ping()).rejects.toMatchObject({
      reason: "daemon_not_running",
    });
  });

  it("ends a call at the caller's word", async () => {
    const path = join(directory, "silent.sock");
    const silent = createServer(() => {}).listen(path);
    await new Promise((resolve) => silent.once("listening", resolve));
    await chmod(path, 0o777);
    const controller = new AbortController();
    const call = createDockerClient(`unix://${path}`).info(controller.signal);
    controller.abort();
    await expect(call).rejects.toMatchObject({ code: "CANCELLED" });
    await new Promise((resolve) => silent.close(resolve));
  });

  it("refuses endpoints it does not know", () => {
    for (const endpoint of ["ssh://host", "unix://relative", "npipe:////./pipe/docker", "", "tcp"]) {
      expect(() => createDockerClient(endpoint)).toThrow(expect.objectContaining({ code: "UNSUPPORTED" }));
    }
  });

  it("takes DOCKER_HOST before the default socket", () => {
    expect(defaultEndpoint("tcp://10.0.0.1:2375")).toEqual({
      endpoint: "tcp://10.0.0.1:2375",
      configured: true,
    });
    expect(defaultEndpoint("  ").endpoint).toBe("unix:///var/run/docker.sock");
  });
});

describe("what the daemon says about a pull", () => {
  const insecure = (endpoint: string) => `0.0.0.0:${new URL(endpoint).port}`;
  const cases = [
    [
      "an HTTP registry it may not use",
      `${insecure(openRegistry)}/busybox`,
      "1.35",
      "daemon_insecure_registry",
    ],
    ["an authority it does not know", `${insecure(tlsRegistry)}/busybox`, "1.35", "daemon_unknown_authority"],
    ["a missing sign-in", `${hostOf(authRegistry)}/busybox`, "1.35", "daemon_pull_denied"],
    ["a tag that is not there", `${open}/busybox`, "nothing-here", "daemon_image_not_found"],
    ["a platform that is not there", `${open}/demo/mainframe`, "1.0", "daemon_no_matching_platform"],
  ] as const;
  it.each(cases)("%s", async (_, repository, reference, reason) => {
    await expect(pullAll({ repository, reference })).rejects.toMatchObject({
      code: "DOCKER_REJECTED",
      reason,
      // The daemon's words, not the library's about them.
      upstream: expect.stringMatching(/^(?!\(HTTP code).*\w/),
    });
  });

  it("refuses a wrong password without repeating it", async () => {
    const host = hostOf(authRegistry);
    const credential = { serverAddress: host, username, secret: "wrong-Password-51" };
    const failure = await pullAll({ repository: `${host}/busybox`, reference: "1.35", credential }).catch(
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({ code: "DOCKER_REJECTED", reason: "daemon_pull_denied" });
    expect(JSON.stringify(failure) + String(failure)).not.toContain("wrong-Password-51");
  });
});

describe("a pull", () => {
  it("ends with the digest, using the credential it was given", async () => {
    const host = hostOf(authRegistry);
    const credential = { serverAddress: host, username, secret: password };
    const pictures = await pullAll({
      repository: `${host}/team/backend/api`,
      reference: "1.0.0",
      credential,
    });
    const last = pictures.at(-1);
    expect(last?.digest).toBe(fixtures["team/backend/api"]?.["1.0.0"]);
    expect(last?.status).toContain("Status: ");
    expect(last?.layers.length).toBeGreaterThan(0);
    expect(last?.layers.every(({ state }) => state === "done" || state === "exists")).toBe(true);
  });

  it("takes a digest", async () => {
    const digest = fixtures["demo/attested"]?.["1.0"] ?? "";
    await pullAll({ repository: `${open}/demo/attested`, reference: digest });
    const images = await client.listImages();
    expect(images.flatMap(({ repoDigests }) => repoDigests)).toContain(`${open}/demo/attested@${digest}`);
  });

  it("takes another platform than the daemon's own", async () => {
    const platform = process.arch === "x64" ? "linux/arm64" : "linux/amd64";
    const pictures = await pullAll({ repository: `${open}/demo/multi`, reference: "2.0", platform });
    expect(pictures.at(-1)?.digest).toBe(fixtures["demo/multi"]?.["2.0"]);
  });

  it("without a reference takes all tags", async () => {
    await pullAll({ repository: `${open}/team/backend/api` });
    const tags = (await client.listImages()).flatMap((image) => image.tags);
    expect(tags).toEqual(
      expect.arrayContaining(
        ["1.0.0", "1.1.0", "1.2.0", "latest"].map((tag) => `${open}/team/backend/api:${tag}`),
      ),
    );
  });
});
