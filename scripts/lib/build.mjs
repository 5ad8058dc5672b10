// Prisma's client and Next's build, made again only when what they are made from has changed.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { compressFiles } from "./compress.mjs";
import { exclusively } from "./lock.mjs";
import { hashFiles, readStamp, writeStamp } from "./stamp.mjs";

/** Everything `next build` reads. server.ts, scripts and tests run as they are. */
const sources = [
  ...["app", "components", "lib", "public", "messages"],
  ...[
    "prisma/schema.prisma",
    "proxy.ts",
    "next.config.ts",
    "postcss.config.mjs",
    "package.json",
    "package-lock.json",
  ],
];
const notBuilt = (path) =>
  path === "lib/db/generated" || /\.test\.tsx?$|\.md$|\/testing($|\/)|\/testing[^/]*\.ts$/.test(path);

/** Runs a command to its end, quietly: what it printed is shown when it fails. */
function quietly(node, args, { root, env, onChild }) {
  return new Promise((resolve, reject) => {
    const child = spawn(node, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    onChild?.(child);
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => {
        output = (output + chunk).slice(-40_000);
      });
    }
    child.once("error", reject);
    child.once("exit", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${args.slice(0, 2).join(" ")} failed (exit code ${code}):\n${output.trim()}`));
    });
  });
}

/** Prisma's client (git-ignored). The engine `prisma generate` would download is not needed: /bin/true stands for it. */
export async function ensureGenerated(root, node, onChild) {
  const hash = hashFiles(root, ["prisma/schema.prisma", "node_modules/prisma/package.json"]);
  if (readStamp(root, "generate") === hash && existsSync(join(root, "lib/db/generated/client.ts"))) return;
  const env = {
    PRISMA_SCHEMA_ENGINE_BINARY: "/bin/true",
    PRISMA_HIDE_UPDATE_MESSAGE: "1",
    CHECKPOINT_DISABLE: "1",
  };
  await quietly(node, ["node_modules/prisma/build/index.js", "generate"], { root, env, onChild });
  writeStamp(root, "generate", hash);
}

const buildId = (root) => {
  try {
    return readFileSync(join(root, ".next/BUILD_ID"), "utf8");
  } catch {
    return undefined;
  }
};

/** Whether .next was built from the sources as they are. */
export function isBuilt(root) {
  const id = buildId(root);
  return id !== undefined && readStamp(root, "build") === `${id} ${hashFiles(root, sources, notBuilt)}`;
}

/** `next build`, when needed. Next refuses to build twice at once in one folder: the second waits for the first. */
export async function ensureBuilt(root, node, onChild) {
  if (isBuilt(root)) return;
  const place = join(root, "node_modules/.cache/longshore");
  await exclusively(place, "build.lock", () => (isBuilt(root) ? undefined : build(root, node, onChild)));
}

async function build(root, node, onChild) {
  console.log("Building (once per version; about a minute)…");
  const started = Date.now();
  // Before, not after: a file saved meanwhile must count as a change.
  const hash = hashFiles(root, sources, notBuilt);
  const env = { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" };
  await quietly(node, ["node_modules/next/dist/bin/next", "build"], { root, env, onChild });
  await compressFiles(join(root, ".next/static"));
  writeStamp(root, "build", `${buildId(root)} ${hash}`);
  console.log(`Built in ${Math.round((Date.now() - started) / 1000)} s.`);
}
