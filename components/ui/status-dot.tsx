import { cn } from "./cn.ts";

export type Status = "ok" | "warn" | "error" | "unknown" | "off";

// Shape differs as well as colour: full, ring with a gap, cross-cut square, empty ring.
const shapes: Record<Status, string> = {
  ok: "rounded-full bg-ok forced-colors:bg-[CanvasText]",
  warn: "rotate-45 rounded-[1.5px] bg-warn forced-colors:bg-[CanvasText]",
  error: "rounded-[1.5px] bg-danger forced-colors:bg-[CanvasText]",
  unknown: "rounded-full border-[1.5px] border-ink-3",
  off: "rounded-full border-[1.5px] border-control",
};

/** How something is doing: told apart by shape and colour, and always by a word (`label`, or `showLabel`). */
export function StatusDot({
  status,
  label,
  showLabel = false,
  className,
}: {
  status: Status;
  label: string;
  showLabel?: boolean;
  className?: string;
}) {
  return (
    <span className={cn("inline-flex items-center gap-2", className)} title={showLabel ? undefined : label}>
      <span aria-hidden="true" className={cn("size-[7px] shrink-0", shapes[status])} />
      <span className={showLabel ? "text-sm" : "sr-only"}>{label}</span>
    </span>
  );
}
