import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");

const foldersOf = (path: string) =>
  readdirSync(join(root, path))
    .map((name) => join(path, name))
    .filter((child) => statSync(join(root, child)).isDirectory());

/** Everything the folder itself holds, without its subfolders of generated code. */
function sourceOf(folder: string): string {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(ts|tsx|mjs)$/.test(file) && !file.startsWith("generated"))
    .map((file) => readFileSync(join(root, folder, file), "utf8"))
    .join("\n");
}

const folders = [
  ...foldersOf("lib").filter((folder) => folder !== "lib/services"),
  ...foldersOf("lib/services"),
];

test.each(folders)("%s says in at most 40 lines what it is for", (folder) => {
  const path = join(root, folder, "README.md");
  expect(existsSync(path), `${folder} has no README.md`).toBe(true);
  const text = readFileSync(path, "utf8");
  expect(text).toMatch(new RegExp(`^# ${folder}\n`));
  expect(text.trimEnd().split("\n").length).toBeLessThanOrEqual(40);

  const everything = sourceOf("lib") + readFileSync(join(root, "server.ts"), "utf8");
  const named = [...text.matchAll(/`([a-zA-Z]\w+)\(/g)].map(([, name]) => name ?? "");
  for (const name of named)
    expect(everything, `${folder}/README.md names ${name}()`).toMatch(new RegExp(`\\b${name}\\b`));
  const files = [...text.matchAll(/`([\w/.-]+\.ts)`/g)].map(([, name]) => name ?? "");
  for (const file of files) {
    const found = [join(folder, file), file, join("lib", file)].some((path) => existsSync(join(root, path)));
    expect(found, `${folder}/README.md names ${file}`).toBe(true);
  }
});
