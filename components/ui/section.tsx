import type { ReactNode } from "react";

/** A part of a page with its heading, without a box around it. */
export function Section({
  title,
  children,
  aside,
}: {
  title: ReactNode;
  children: ReactNode;
  aside?: ReactNode;
}) {
  return (
    <section className="flex min-w-0 flex-col gap-3">
      <div className="flex flex-wrap items-baseline justify-between gap-3">
        <h2 className="font-semibold text-base">{title}</h2>
        {aside ? <span className="text-ink-3 text-xs">{aside}</span> : null}
      </div>
      {children}
    </section>
  );
}

export const rowLine = "border-line border-b";
/** A small table's header cell. */
export const headCell = "h-8 px-2.5 text-left font-medium text-ink-3 text-xs";
/** A small table's cell. */
export const bodyCell = "h-9 px-2.5 text-ink-2 text-sm";
