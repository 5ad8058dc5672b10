// One supervisor per data folder.
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isAlive, signal, startTimeOf, waitForExit } from "./process.mjs";

/** Pids and start times begin again at every boot. */
function bootId() {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    return "";
  }
}

const read = (file) => {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
};

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether the very process that wrote this is still there: same boot, same pid, same start. */
function holds(holder) {
  return (
    holder !== undefined &&
    holder.boot === bootId() &&
    isAlive(holder.pid) &&
    startTimeOf(holder.pid) === holder.startTime
  );
}

/** Who holds the data folder, when somebody does: `{ pid, url? }`. */
export function lockHolder(dataDir) {
  const holder = parse(read(join(dataDir, "longshore.lock")) ?? "");
  return holds(holder) ? holder : undefined;
}

/** A server whose supervisor was killed ends by itself; it gets the time, then no more of it. */
async function endOrphan(holder) {
  const { server } = holder ?? {};
  if (!server || holder.boot !== bootId() || startTimeOf(server.pid) !== server.startTime) return;
  if (await waitForExit(server.pid, 15_000)) return;
  signal(server.pid, "SIGKILL");
  await waitForExit(server.pid, 5_000);
}

/**
 * Takes a folder. A lock whose process is gone (kill -9, power cut) is recognised and taken over.
 * @returns `{ holder }` when somebody else runs; else `{ lock }` with `update(fields)` and `release()`.
 */
export async function takeLock(folder, name = "longshore.lock") {
  const file = join(folder, name);
  const draft = `${file}.${process.pid}`;
  let content = { pid: process.pid, startTime: startTimeOf(process.pid), boot: bootId() };
  const write = (path) => writeFileSync(path, JSON.stringify(content), { mode: 0o600 });
  for (;;) {
    write(draft);
    try {
      // link fails when the name exists: of several starts at once, one wins.
      linkSync(draft, file);
      break;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    } finally {
      rmSync(draft, { force: true });
    }
    const text = read(file);
    const holder = parse(text ?? "");
    if (holds(holder)) return { holder };
    await endOrphan(holder);
    // Moved aside, not deleted: should another start have replaced it meanwhile, it is put back.
    const aside = `${draft}.stale`;
    try {
      renameSync(file, aside);
    } catch {
      continue;
    }
    if (read(aside) === text) rmSync(aside, { force: true });
    else renameSync(aside, file);
  }
  return {
    lock: {
      update(fields) {
        content = { ...content, ...fields };
        write(draft);
        renameSync(draft, file);
      },
      release() {
        rmSync(file, { force: true });
      },
    },
  };
}

/** Runs `work` alone among all processes that name this folder; waits while another is at it. */
export async function exclusively(folder, name, work) {
  mkdirSync(folder, { recursive: true });
  for (let told = false; ; told = true) {
    const { holder, lock } = await takeLock(folder, name);
    if (lock) {
      try {
        return await work();
      } finally {
        lock.release();
      }
    }
    if (!told) console.log(`Waiting for process ${holder.pid}, which is preparing the same checkout…`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
