import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { stopServers } from "../../e2e/fixtures/processes.ts";
import { startLongshore } from "../longshore.ts";
import type { Report } from "../stage.ts";

const run = promisify(execFile);

/** `git clone`, `npm start` until ready, `npm start` again: what a new user waits for. The npm cache is as it is. */
export async function measureInstall(directory: string, root: string): Promise<Report> {
  const clone = join(directory, "clone");
  const started = performance.now();
  await run("git", ["clone", "--quiet", root, clone]);
  const cloneMs = performance.now() - started;
  const start = async () => {
    const { startMs } = await startLongshore(directory, { command: ["npm", "start"], cwd: clone });
    await stopServers();
    return startMs;
  };
  const firstMs = await start();
  const secondMs = await start();
  const seconds = (ms: number) => (ms / 1000).toFixed(1);
  return {
    table: {
      headers: ["From a fresh clone", "s"],
      rows: [
        ["`git clone` from this disk", seconds(cloneMs)],
        ["first `npm start`: install, build, make the database, until ready", seconds(firstMs)],
        ["second `npm start`, until ready", seconds(secondMs)],
      ],
    },
    data: { cloneMs, firstMs, secondMs },
  };
}
