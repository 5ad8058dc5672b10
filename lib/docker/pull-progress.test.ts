import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jsonLines } from "./json-lines.ts";
import { PullTracker } from "./pull-progress.ts";

const downloading = (id: string, current: number, total: number) => ({
  id,
  status: "Downloading",
  progressDetail: { current, total },
});

describe("the picture of a pull", () => {
  it("adds up layers and knows rate and time left once every size is known", () => {
    const tracker = new PullTracker();
    tracker.apply({ id: "a", status: "Pulling fs layer", progressDetail: {} }, 0);
    tracker.apply({ id: "b", status: "Pulling fs layer", progressDetail: {} }, 0);
    tracker.apply(downloading("a", 500, 1000), 1000);
    expect(tracker.picture(1000)).toMatchObject({
      downloadedBytes: 500,
      totalBytes: 1000,
      secondsLeft: null,
    });
    tracker.apply(downloading("b", 500, 2000), 2000);
    expect(tracker.picture(2000)).toMatchObject({
      downloadedBytes: 1000,
      totalBytes: 3000,
      bytesPerSecond: 500,
      secondsLeft: 4,
    });
  });

  it("counts a layer as downloaded while it is extracted", () => {
    const tracker = new PullTracker();
    tracker.apply(downloading("a", 10, 1000), 0);
    tracker.apply({ id: "a", status: "Download complete", progressDetail: {} }, 1);
    tracker.apply({ id: "a", status: "Extracting", progressDetail: { current: 300, total: 1000 } }, 2);
    expect(tracker.picture(3)).toMatchObject({
      downloadedBytes: 1000,
      layers: [{ id: "a", state: "extracting", currentBytes: 300, totalBytes: 1000 }],
    });
  });

  it("keeps a layer downloaded here when another tag finds it there", () => {
    const tracker = new PullTracker();
    tracker.apply(downloading("a", 10, 10), 0);
    tracker.apply({ id: "a", status: "Pull complete", progressDetail: {} }, 1);
    tracker.apply({ id: "a", status: "Already exists", progressDetail: {} }, 2);
    expect(tracker.picture(3).layers).toEqual([{ id: "a", state: "done", currentBytes: 10, totalBytes: 10 }]);
  });

  it("throws the error inside the stream, without the secret", () => {
    const tracker = new PullTracker("s3cret");
    expect(() =>
      tracker.apply({ errorDetail: { message: "write: no space left on device (s3cret)" }, error: "x" }, 0),
    ).toThrow(
      expect.objectContaining({
        reason: "daemon_disk_full",
        upstream: "write: no space left on device ([redacted])",
      }),
    );
  });

  it("survives whatever a daemon may send", () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), (messages) => {
        const tracker = new PullTracker();
        for (const [at, message] of messages.entries()) {
          const failing =
            typeof message === "object" &&
            message !== null &&
            ("error" in message || "errorDetail" in message);
          if (!failing) tracker.apply(message, at);
        }
        const picture = tracker.picture(messages.length);
        expect(picture.downloadedBytes).toBeLessThanOrEqual(picture.totalBytes);
      }),
    );
  });
});

describe("a stream of JSON lines", () => {
  it("is the same however it is cut", async () => {
    const objects = fc.array(fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer())));
    await fc.assert(
      fc.asyncProperty(objects, fc.array(fc.integer({ min: 1, max: 7 })), async (values, cuts) => {
        const bytes = Buffer.from(values.map((value) => `${JSON.stringify(value)}\r\n`).join(""));
        async function* chunks() {
          let at = 0;
          for (const cut of cuts) {
            yield bytes.subarray(at, at + cut);
            at += cut;
          }
          yield bytes.subarray(at);
        }
        const read = [];
        for await (const value of jsonLines(chunks())) read.push(value);
        expect(read).toEqual(values.map((value) => JSON.parse(JSON.stringify(value))));
      }),
    );
  });
});
