// What a finished step was made from, so that the next start can skip it. Kept inside node_modules: gone with it.
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";

const place = (root, step) => join(root, "node_modules/.cache/longshore", step);

export function readStamp(root, step) {
  try {
    return readFileSync(place(root, step), "utf8");
  } catch {
    return undefined;
  }
}

export function writeStamp(root, step, value) {
  const file = place(root, step);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.${process.pid}`, value);
  renameSync(`${file}.${process.pid}`, file);
}

function collect(root, path, skip, files) {
  const full = join(root, path);
  if (!existsSync(full)) return;
  if (!statSync(full).isDirectory()) {
    files.push(path);
    return;
  }
  for (const entry of readdirSync(full).sort()) {
    const child = `${path}/${entry}`;
    if (!skip(child)) collect(root, child, skip, files);
  }
}

/** SHA-256 over names and contents of files and folders; what is absent counts as empty. */
export function hashFiles(root, paths, skip = () => false) {
  const files = [];
  for (const path of paths) collect(root, path, skip, files);
  const hash = createHash("sha256");
  for (const file of files) {
    const content = readFileSync(join(root, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}
