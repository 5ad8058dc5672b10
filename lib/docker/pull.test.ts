import { afterEach, describe, expect, it } from "vitest";
import { hostOf, testEnvironment } from "../../e2e/fixtures/environment.ts";
import { type Gate, startGate } from "../../e2e/fixtures/gate.ts";
import { createDockerClient } from "./client.ts";

const { dockerHost, openRegistry } = testEnvironment();
const client = createDockerClient(dockerHost);
const repository = "demo/large";

let gate: Gate | undefined;
afterEach(() => gate?.close());

describe("a pull under way", () => {
  it("shows bytes while they come, and stops the daemon's pull when it is aborted", async () => {
    gate = await startGate(openRegistry);
    const controller = new AbortController();
    const pictures = client
      .pullImage(
        { repository: `${hostOf(gate.endpoint)}/${repository}`, reference: "1.0" },
        controller.signal,
      )
      [Symbol.asyncIterator]();
    let picture = await pictures.next();
    while (!picture.done && picture.value.downloadedBytes === 0) picture = await pictures.next();
    const value = picture.value;
    expect(value.layers).toHaveLength(4);
    expect(value.downloadedBytes).toBeGreaterThan(0);
    expect(value.downloadedBytes).toBeLessThanOrEqual(value.totalBytes);
    controller.abort();
    await expect(
      (async () => {
        while (!(await pictures.next()).done);
      })(),
    ).rejects.toMatchObject({ code: "CANCELLED" });
    await gate.abandoned;
  });

  it("stops the daemon's pull when the reader stops reading", async () => {
    gate = await startGate(openRegistry);
    for await (const picture of client.pullImage({
      repository: `${hostOf(gate.endpoint)}/${repository}`,
      reference: "1.0",
    })) {
      if (picture.downloadedBytes > 0) break;
    }
    await gate.abandoned;
  });
});
