import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { pushMany } from "../../e2e/fixtures/images.ts";
import { Pusher } from "../../e2e/fixtures/pusher.ts";
import { startDockerRegistry } from "../../lib/registry/testing/docker-registry.ts";
import { spread, summarise } from "../figures.ts";
import { largeBlob, megabyte, pushImage } from "../images.ts";
import { compilePrograms, type Taken } from "../plain.ts";
import type { Effort, Report } from "../stage.ts";

const run = promisify(execFile);
const megabytes = 1024;
/** As many requests at once as our client has under way at one host. */
const atOnce = 8;

interface Headed {
  readonly milliseconds: number;
  readonly tags: number;
}

/** What the client reads, beside what the machine can do: a verified download, and the digests of all tags. */
export async function measureTransfer(directory: string, { runs }: Pick<Effort, "runs">): Promise<Report> {
  const registry = await startDockerRegistry();
  try {
    const program = await compilePrograms(directory);
    const { endpoint } = registry;
    const blob = largeBlob(megabytes);
    await pushImage(endpoint, "blob", "1", [blob]);
    const pusher = new Pusher(endpoint);
    await pushMany(pusher, "many");
    pusher.close();

    const downloads: Taken[] = [];
    const curls: number[] = [];
    const heads: Headed[] = [];
    const bareHeads: Headed[] = [];
    for (let turn = 0; turn < runs; turn += 1) {
      downloads.push(await program("download-blob", [endpoint, "blob", "1"]));
      const started = performance.now();
      const pipe = `curl --silent --fail "$1" | sha256sum`;
      const { stdout } = await run("sh", ["-c", pipe, "sh", `${endpoint}/v2/blob/blobs/${blob.digest}`]);
      curls.push(performance.now() - started);
      if (stdout.split(" ")[0] !== blob.digest.slice("sha256:".length)) throw new Error(`curl: ${stdout}`);
      const asked = [endpoint, "many", String(atOnce)];
      heads.push(await program("head-tags", [...asked, "longshore"]));
      bareHeads.push(await program("head-tags", [...asked, "bare"]));
    }
    const throughput = (all: readonly number[]) =>
      spread(summarise(all.map((milliseconds) => (megabytes * 1000) / milliseconds)));
    const rate = (all: readonly Headed[]) =>
      spread(summarise(all.map(({ tags, milliseconds }) => (tags * 1000) / milliseconds)));
    const memory = Math.round(Math.max(...downloads.map((one) => one.memory)) / megabyte);
    return {
      table: {
        headers: ["Read from one registry", "Longshore", "beside it"],
        rows: [
          [
            "1 GB, verified, MB/s, beside `curl | sha256sum`",
            throughput(downloads.map(({ milliseconds }) => milliseconds)),
            throughput(curls),
          ],
          [
            `1,000 tags listed and headed, ${atOnce} at once, tags/s, beside a bare loop`,
            rate(heads),
            rate(bareHeads),
          ],
        ],
      },
      notes: [`The Node process that downloaded had ${memory} MB at most.`],
      data: { downloads, curls, heads, bareHeads },
    };
  } finally {
    await registry.stop();
  }
}
