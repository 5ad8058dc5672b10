import { expect, it } from "vitest";
import { onShutdown, runShutdown, shutdownSignal } from "./shutdown.ts";

it("aborts streams, runs every hook, and waits for none that fails or hangs", async () => {
  const ran: string[] = [];
  onShutdown("replaced", () => void ran.push("old"));
  onShutdown("replaced", () => void ran.push("new"));
  onShutdown("throws", () => {
    throw new Error("no");
  });
  onShutdown("hangs", () => new Promise(() => undefined));
  onShutdown("slow", async () => {
    await Promise.resolve();
    ran.push(shutdownSignal().aborted ? "after the abort" : "before the abort");
  });
  expect(shutdownSignal().aborted).toBe(false);
  await runShutdown(50);
  expect(ran.sort()).toEqual(["after the abort", "new"]);
});
