// `npm run bench`: installs what is missing, then measures on the Node that came with npm. Node 18+.
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureGenerated } from "./lib/build.mjs";
import { ensureDebianPackages } from "./lib/debian.mjs";
import { ensureInstalled, findNode } from "./lib/install.mjs";
import { handOver } from "./lib/run-typescript.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
if (!ensureDebianPackages("chromium")) process.exit(1);
await ensureInstalled(root);
const node = findNode(root);
await ensureGenerated(root, node);
handOver(root, node, "bench/index.ts");
