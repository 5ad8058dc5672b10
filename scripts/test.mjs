// `npm test`: installs what is missing, then hands over to the harness on the Node that came with npm. Node 18+.
import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureDebianPackages, mayRunDaemon } from "./lib/debian.mjs";
import { ensureInstalled } from "./lib/install.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

if (!ensureDebianPackages() || !mayRunDaemon()) process.exit(1);
await ensureInstalled(root);

const node = join(root, "node_modules/.bin/node");
const child = spawn(
  node,
  [
    "--import",
    "./scripts/hooks.mjs",
    "--disable-warning=ExperimentalWarning",
    "e2e/harness.ts",
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: "inherit" },
);
// Ctrl-C reaches the harness by itself; a TERM sent to us alone does not.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => child.kill("SIGTERM"));
child.on("exit", (code) => process.exit(code ?? 1));
