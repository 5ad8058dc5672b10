import { expect, test } from "vitest";
import { qualitySteps, runTool } from "./lib/quality.mjs";

// The same that `npm run check` runs: a change that breaks the house's rules is as red as a broken page.
test.each(Object.entries(qualitySteps))("%s", { timeout: 180_000 }, async (_name, command) => {
  const { code, output } = await runTool(process.cwd(), process.execPath, command);
  expect(code, output.slice(-10_000)).toBe(0);
});
