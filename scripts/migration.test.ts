import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "..");

it("the migrations make what prisma/schema.prisma says", async () => {
  const script = join(root, "scripts/migration.mjs");
  const { stdout } = await promisify(execFile)(process.execPath, [script, "--check"]);
  expect(stdout).toContain("Nothing written");
});
