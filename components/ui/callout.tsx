import { CircleAlert, CircleCheck, Info, Lightbulb, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";

const tones = {
  info: { Icon: Info, box: "bg-info-soft", icon: "text-info" },
  ok: { Icon: CircleCheck, box: "bg-ok-soft", icon: "text-ok" },
  warn: { Icon: TriangleAlert, box: "bg-warn-soft", icon: "text-warn" },
  danger: { Icon: CircleAlert, box: "bg-danger-soft", icon: "text-danger" },
  tip: { Icon: Lightbulb, box: "border border-line bg-surface", icon: "text-ink-3" },
} as const;

interface CalloutProps {
  tone?: keyof typeof tones;
  title?: ReactNode;
  children?: ReactNode;
  /** A button or link under the words. */
  actions?: ReactNode;
  /** Speaks up when it appears. */
  role?: "alert" | "status";
  className?: string;
}

/** Something to know before going on. */
export function Callout({ tone = "info", title, children, actions, role, className }: CalloutProps) {
  const { Icon, box, icon } = tones[tone];
  return (
    <div role={role} className={cn("flex gap-3 rounded-md px-3.5 py-3 text-ink text-sm", box, className)}>
      <Icon aria-hidden="true" className={cn("mt-0.5 size-4 shrink-0", icon)} />
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        {title ? <p className="font-semibold">{title}</p> : null}
        {children ? <div className="text-ink-2">{children}</div> : null}
        {actions ? <div className="mt-1.5 flex flex-wrap gap-2">{actions}</div> : null}
      </div>
    </div>
  );
}
