import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn.ts";

interface PanelProps extends Omit<ComponentProps<"section">, "title"> {
  title?: ReactNode;
  /** Buttons or a link on the title's line. */
  actions?: ReactNode;
  /** No padding: the content is a list or table that reaches the edges. */
  flush?: boolean;
}

/** A bordered group with a heading. */
export function Panel({ title, actions, flush = false, className, children, ...props }: PanelProps) {
  return (
    <section {...props} className={cn("rounded-lg border border-line bg-surface", className)}>
      {title || actions ? (
        <div className="flex min-h-11 items-center justify-between gap-3 border-line border-b px-4 py-1.5">
          {title ? <h2 className="font-semibold text-sm">{title}</h2> : <span />}
          {actions}
        </div>
      ) : null}
      <div className={flush ? "" : "p-4"}>{children}</div>
    </section>
  );
}

/** Names and values in two columns: details of one thing. */
export function DetailList({
  items,
  className,
}: {
  items: readonly { key: string; label: ReactNode; value: ReactNode }[];
  className?: string;
}) {
  return (
    <dl
      className={cn(
        "grid grid-cols-[minmax(6rem,auto)_1fr] gap-x-4 gap-y-2 pointer-coarse:gap-y-4 text-sm",
        className,
      )}
    >
      {items.map((item) => (
        <div key={item.key} className="contents">
          <dt className="text-ink-3">{item.label}</dt>
          <dd className="min-w-0 break-words">{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}
