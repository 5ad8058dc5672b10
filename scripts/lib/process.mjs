import { readFileSync } from "node:fs";

/**
 * What /proc says of a process: undefined when it is gone. A zombie counts as gone: after `kill -9` under an init that
 * does not reap, it keeps its pid for ever.
 */
function stat(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The command stands in parentheses and may itself contain spaces and parentheses.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" || fields[0] === "X" ? undefined : { state: fields[0], startTime: fields[19] };
  } catch {
    return undefined;
  }
}

/** True while the process runs (zombies do not). */
export function isAlive(pid) {
  return stat(pid) !== undefined;
}

/** Clock ticks from boot to the process's start. Together with the pid it names one process for ever (until reboot). */
export function startTimeOf(pid) {
  return stat(pid)?.startTime;
}

/** Sends a signal; a process already gone is no error. */
export function signal(pid, name) {
  try {
    process.kill(pid, name);
    return true;
  } catch {
    return false;
  }
}

/** Waits until the process is gone; false when it still runs after `ms`. */
export async function waitForExit(pid, ms) {
  const end = Date.now() + ms;
  while (isAlive(pid)) {
    if (Date.now() > end) return false;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return true;
}
