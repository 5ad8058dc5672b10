import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..");
const page = readFileSync(join(root, "docs/security-tests.md"), "utf8");

/** "`lib/x.test.ts` › a title": up to the end of its cell or the next test in it. */
const listed = [...page.matchAll(/`([\w./-]+\.(?:test|spec)\.ts)` › (.+?)(?=<br>| \|)/g)].map(
  ([, file = "", title = ""]) => ({ file, title }),
);

describe("docs/security-tests.md", () => {
  it("lists tests, each once in a row", () => {
    expect(listed.length).toBeGreaterThan(90);
    expect(page.match(/\.(?:test|spec)\.ts` ›/g)).toHaveLength(listed.length);
  });

  it.each(listed.map(({ file, title }) => [file, title] as const))("%s › %s is there", (file, title) => {
    expect(existsSync(join(root, file)), file).toBe(true);
    const source = readFileSync(join(root, file), "utf8");
    const spellings = [JSON.stringify(title), `\`${title}\``];
    expect(
      spellings.some(
        (text) =>
          source.includes(`(${text}`) || source.includes(`    ${text},`) || source.includes(`  ${text},`),
      ),
    ).toBe(true);
  });
});
