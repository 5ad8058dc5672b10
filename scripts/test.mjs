// `npm test`: installs what is missing, then hands over to the harness on the Node that came with npm. Node 18+.
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureGenerated } from "./lib/build.mjs";
import { ensureDebianPackages, mayRunDaemon } from "./lib/debian.mjs";
import { ensureInstalled, findNode } from "./lib/install.mjs";
import { handOver } from "./lib/run-typescript.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

async function prepare() {
  try {
    await ensureInstalled(root);
    const node = findNode(root);
    await ensureGenerated(root, node);
    return node;
  } catch (error) {
    console.error(error);
    console.log("0 passed, 1 failed");
    return process.exit(1);
  }
}

if (!ensureDebianPackages("chromium-headless-shell") || !mayRunDaemon()) process.exit(1);
handOver(root, await prepare(), "e2e/harness.ts");
