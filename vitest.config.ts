import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: {
    // A guard for Next's bundler; a test is the server.
    alias: { "server-only": fileURLToPath(new URL("node_modules/server-only/empty.js", import.meta.url)) },
  },
  test: {
    include: ["{app,bench,components,e2e,lib,scripts}/**/*.test.{ts,tsx}"],
    environment: "node",
    // Half of them make things fail; LONGSHORE_LOG_LEVEL=debug shows what was logged on the way.
    env: { LONGSHORE_LOG_LEVEL: process.env.LONGSHORE_LOG_LEVEL || "silent" },
    globalSetup: "lib/db/testing-setup.ts",
    // As many files at once as there are cores: they wait for others as much as they compute.
    maxWorkers: availableParallelism(),
    // Real daemons and registries on two busy cores.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    passWithNoTests: false,
  },
});
