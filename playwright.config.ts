import { availableParallelism } from "node:os";
import { defineConfig } from "@playwright/test";

const asRoot = process.getuid?.() === 0;

export default defineConfig({
  testDir: "e2e",
  testMatch: "**/*.spec.ts",
  // Each worker runs a Longshore of its own (fixtures/app.ts), so files may run side by side.
  workers: Math.max(1, Math.min(2, availableParallelism())),
  fullyParallel: false,
  forbidOnly: true,
  // Real daemons on a busy machine. What needed it is printed with its first failure: a defect to look into, of ours or of the test.
  retries: 1,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  outputDir: ".tmp/playwright",
  reporter: [["list"], ["json"]],
  use: {
    browserName: "chromium",
    viewport: { width: 1440, height: 900 },
    locale: "en-GB",
    // A trace costs more than the test; the picture and the page as text say where it stopped.
    trace: "off",
    contextOptions: { reducedMotion: "reduce" },
    screenshot: "only-on-failure",
    launchOptions: {
      // Chromium without the windows around its pages: the same engine at half the processor time.
      executablePath: "/usr/bin/chromium-headless-shell",
      args: [
        ...(asRoot ? ["--no-sandbox"] : []),
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
