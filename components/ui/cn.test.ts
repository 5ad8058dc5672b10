import { describe, expect, it } from "vitest";
import { cn } from "./cn.ts";

describe("cn", () => {
  it.each([
    [["h-8 px-3 text-sm", "h-10 px-0"], "text-sm h-10 px-0"],
    [["px-3", "pl-1"], "px-3 pl-1"],
    [["pl-1", "px-3"], "px-3"],
    [["h-8 w-8", "size-4"], "size-4"],
    [["text-sm text-ink", "text-danger"], "text-sm text-danger"],
    [["text-sm text-ink", "text-2xs"], "text-ink text-2xs"],
    [["text-right text-ink-3", "text-ink"], "text-right text-ink"],
    [["border border-line", "border-signal"], "border border-signal"],
    [["rounded-full border-[1.5px] border-ink-3"], "rounded-full border-[1.5px] border-ink-3"],
    [["border-b border-line", "border-transparent"], "border-b border-transparent"],
    [["max-sm:hidden flex", "inline-flex"], "max-sm:hidden inline-flex"],
    [["hover:bg-sunk bg-paper", "bg-signal-soft"], "hover:bg-sunk bg-signal-soft"],
    [["font-mono font-medium", "font-semibold"], "font-mono font-semibold"],
    [["flex flex-col items-center", "items-start flex-1"], "flex flex-col items-start flex-1"],
    [["mr-2", "-mr-4"], "-mr-4"],
    [["w-1/2", "w-[3ch]"], "w-[3ch]"],
    [["rounded-md", "rounded-full", false, null], "rounded-full"],
  ])("%j becomes %s", (classes, result) => {
    expect(cn(...classes)).toBe(result);
  });
});
