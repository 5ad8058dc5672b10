import type { ReactNode } from "react";
import { cn } from "./cn.ts";

export function Kbd({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <kbd
      className={cn(
        "inline-flex h-5 min-w-5 items-center justify-center rounded-sm border border-line-strong bg-sunk px-1 font-sans text-2xs text-ink-2",
        className,
      )}
    >
      {children}
    </kbd>
  );
}
