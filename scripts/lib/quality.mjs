// What a change must hold besides its tests; run by `npm run check` and, as tests, by `npm test`. Node 18+.
import { spawn } from "node:child_process";
import { dirname, join } from "node:path";

const bin = (name) => join("node_modules/.bin", name);

export const qualitySteps = {
  "format and lint": [bin("biome"), "check", ".", "--diagnostic-level=error"],
  types: [bin("tsc"), "--noEmit"],
  architecture: [
    bin("depcruise"),
    ...["--config", ".dependency-cruiser.mjs", "--output-type", "err"],
    ...["app", "components", "lib", "server.ts", "proxy.ts"],
  ],
  "dead code": [bin("knip"), "--no-config-hints"],
};

/** Runs one command in the checkout on the given Node. Resolves with its exit code and all it printed; never rejects. */
export function runTool(root, node, [command, ...args]) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: {
        ...process.env,
        PATH: `${dirname(node)}:${process.env.PATH}`,
        LONGSHORE_LOG_LEVEL: "silent",
        NO_COLOR: "1",
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => {
        output += chunk;
      });
    }
    child.once("error", (error) => resolve({ code: 1, output: error.message }));
    child.once("close", (code) => resolve({ code, output }));
  });
}
