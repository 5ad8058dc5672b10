import { readFile } from "node:fs/promises";

/** The most bytes this process ever had in memory. Not `maxRSS`: that begins with what the process had that started this one. */
export async function peakMemory(): Promise<number> {
  const [, kilobytes = "0"] = /^VmHWM:\s+(\d+) kB$/m.exec(await readFile("/proc/self/status", "utf8")) ?? [];
  return Number(kilobytes) * 1024;
}
