import { execFile } from "node:child_process";
import { symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const root = join(import.meta.dirname, "..");

/** What a program measured of itself. Bytes. */
export interface Taken {
  readonly milliseconds: number;
  /** Memory before the first byte, and at most. */
  readonly before: number;
  readonly memory: number;
}

/** A program of bench/programs, in a Node process that runs nothing else. */
export type Program = "copy-images" | "download-blob" | "head-tags";
export type RunProgram = <T = Taken>(
  program: Program,
  args: readonly string[],
  flags?: readonly string[],
) => Promise<T>;

/** Compiles bench/programs: Node's own stripping of types would count with what they do. */
export async function compilePrograms(place: string): Promise<RunProgram> {
  const options = ["--ignoreConfig", "--noCheck", "--skipLibCheck", "--rewriteRelativeImportExtensions"];
  const target = ["--module", "nodenext", "--target", "esnext", "--rootDir", root, "--outDir", place];
  const programs = ["copy-images", "download-blob", "head-tags"].map((name) =>
    join(root, `bench/programs/${name}.ts`),
  );
  await run(join(root, "node_modules/.bin/tsc"), [...programs, ...options, ...target]);
  await writeFile(join(place, "package.json"), JSON.stringify({ type: "module" }));
  await symlink(join(root, "node_modules"), join(place, "node_modules"));
  return async <T>(program: Program, args: readonly string[], flags: readonly string[] = []) => {
    const file = join(place, `bench/programs/${program}.js`);
    const { stdout } = await run(process.execPath, [...flags, file, ...args]);
    return JSON.parse(stdout) as T;
  };
}
