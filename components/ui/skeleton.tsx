import { cn } from "./cn.ts";

/** The shape of what comes. The region around it carries aria-busy; the shape itself says nothing. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span aria-hidden="true" className={cn("block h-3.5 animate-pulse rounded-sm bg-line", className)} />
  );
}
