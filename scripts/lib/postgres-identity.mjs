// Postgres refuses to run as root. As root it therefore runs under another identity, by the first way that works here.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chownSync,
  cpSync,
  existsSync,
  lchownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";

const nobody = 65534;

function chownTree(path, uid, gid) {
  lchownSync(path, uid, gid);
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const child = join(path, entry.name);
    if (entry.isDirectory()) chownTree(child, uid, gid);
    else lchownSync(child, uid, gid);
  }
}

/** Whether everybody may pass through every folder down to `path`. */
function reachableByAll(path) {
  for (let at = path; ; at = dirname(at)) {
    if ((statSync(at).mode & 0o001) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

/** In a user namespace that maps root to nobody, files of root stay reachable, even under a 0700 folder. */
function namespace(binary, home) {
  const prefix = ["--user", `--map-user=${nobody}`, `--map-group=${nobody}`, "--"];
  try {
    execFileSync("unshare", [...prefix, binary, "--version"], { stdio: "ignore", cwd: home });
    return prefix;
  } catch {
    return undefined;
  }
}

/** Version of the server's package in a folder. */
function version(folder) {
  try {
    return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).version;
  } catch {
    return undefined;
  }
}

/**
 * Decides who Postgres runs as.
 * Not root: ourselves. Root: in place in a user namespace; else (containers often forbid those, or the folder belongs to
 * an ordinary user whose home root's namespace may not enter) as the folder's owner or nobody; else copied to where
 * nobody can reach it.
 */
export function chooseIdentity({ server, home }) {
  const plain = { server, home, own: () => {}, wrap: (command, args) => ({ command, args, options: {} }) };
  if (process.getuid() !== 0) return plain;

  const owner = statSync(dirname(home));
  const name = createHash("sha256").update(home).digest("hex").slice(0, 12);
  const elsewhere = join("/var/lib/longshore", name);
  // Data once moved stays where it is, even when user namespaces work by now.
  const moved = existsSync(join(elsewhere, "home/data"));
  if (owner.uid === 0 && !moved) {
    const prefix = namespace(join(server, "native/bin/postgres"), home);
    if (prefix) {
      if (statSync(home).uid !== 0) chownTree(home, 0, 0);
      return {
        ...plain,
        wrap: (command, args) => ({ command: "unshare", args: [...prefix, command, ...args], options: {} }),
      };
    }
  }

  const uid = owner.uid === 0 ? nobody : owner.uid;
  const gid = owner.uid === 0 ? nobody : owner.gid;
  const as = (place, binaries) => {
    chownTree(place, uid, gid);
    return {
      server: binaries,
      home: place,
      own: (path) => chownSync(path, uid, gid),
      wrap: (command, args) => ({ command, args, options: { uid, gid } }),
    };
  };
  const inPlace = owner.uid !== 0 || (reachableByAll(dirname(home)) && reachableByAll(server));
  if (inPlace && !moved) return as(home, server);

  const binaries = join(elsewhere, "server");
  if (version(binaries) !== version(server)) {
    rmSync(binaries, { recursive: true, force: true });
    mkdirSync(binaries, { recursive: true, mode: 0o755 });
    cpSync(server, binaries, { recursive: true, verbatimSymlinks: true });
  }
  const place = join(elsewhere, "home");
  mkdirSync(place, { recursive: true, mode: 0o700 });
  writeFileSync(join(home, "moved-to"), `${place}\n`);
  return as(place, binaries);
}
