// Hands over to a TypeScript program on the Node that came with npm. Node 18+.
import { spawn } from "node:child_process";

/**
 * Runs `file` with this process's arguments and ends with its exit code.
 *
 * @param {string} root the checkout
 * @param {string} node
 * @param {string} file below the checkout
 */
export function handOver(root, node, file) {
  const child = spawn(
    node,
    [
      "--import",
      "./scripts/hooks.mjs",
      "--disable-warning=ExperimentalWarning",
      file,
      ...process.argv.slice(2),
    ],
    { cwd: root, stdio: "inherit" },
  );
  // Ctrl-C reaches the program by itself; a TERM sent to us alone does not.
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  child.on("exit", (code) => process.exit(code ?? 1));
}
