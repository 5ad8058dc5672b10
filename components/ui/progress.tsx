import { cn } from "./cn.ts";

interface ProgressProps {
  /** 0…1; null while nobody knows how much there is. */
  value: number | null;
  label: string;
  tone?: "signal" | "ok" | "danger" | "idle";
  className?: string;
}

const fills = { signal: "bg-signal", ok: "bg-ok", danger: "bg-danger", idle: "bg-ink-3" };

export function ProgressBar({ value, label, tone = "signal", className }: ProgressProps) {
  const percent = value === null ? undefined : Math.round(Math.min(1, Math.max(0, value)) * 100);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className={cn("h-1.5 w-full overflow-hidden rounded-full bg-line forced-colors:border", className)}
    >
      <div
        className={cn(
          "h-full rounded-full transition-[width] duration-300 forced-colors:bg-[CanvasText]",
          fills[tone],
          percent === undefined && "w-1/3 animate-pulse",
        )}
        style={percent === undefined ? undefined : { width: `${percent}%` }}
      />
    </div>
  );
}

/** The same as a ring, for the top bar and for rows. */
export function ProgressRing({ value, label, size = 16, className }: ProgressProps & { size?: number }) {
  const share = value === null ? 0.25 : Math.min(1, Math.max(0, value));
  const around = 2 * Math.PI * 6;
  return (
    <svg
      viewBox="0 0 16 16"
      width={size}
      height={size}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={value === null ? undefined : Math.round(share * 100)}
      className={cn("-rotate-90 shrink-0", value === null && "animate-spin", className)}
    >
      <circle cx="8" cy="8" r="6" fill="none" strokeWidth="2.5" className="stroke-line-strong" />
      <circle
        cx="8"
        cy="8"
        r="6"
        fill="none"
        strokeWidth="2.5"
        strokeDasharray={`${around * share} ${around}`}
        className="stroke-signal transition-[stroke-dasharray] duration-300"
      />
    </svg>
  );
}
