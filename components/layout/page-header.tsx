import type { ReactNode } from "react";
import { cn } from "../ui/cn.ts";

interface PageHeaderProps {
  title: ReactNode;
  /** The title is something a machine said: a repository, a tag. */
  mono?: boolean;
  /** The title takes more than a line: smaller, so that the page begins on the first screen. */
  long?: boolean;
  /** Facts under the title, each a span: "1,038 tags", "last push 3 hours ago". */
  meta?: ReactNode;
  /** Small things on the title's line that are not its words: a copy button, a badge. */
  beside?: ReactNode;
  /** Buttons, the primary one last. */
  actions?: ReactNode;
  /** Shown above the title on phones, where there is no breadcrumb. */
  over?: ReactNode;
  className?: string;
}

/** The head of every page. */
export function PageHeader(props: PageHeaderProps) {
  const { title, mono = false, long = false, beside, meta, actions, over, className } = props;
  return (
    <header className={cn("flex flex-wrap items-start justify-between gap-x-6 gap-y-3 pt-4 pb-1", className)}>
      <div className="flex min-w-0 flex-[1_1_20rem] flex-col gap-0.5">
        {over ? (
          <p className="-my-2 relative truncate py-2 text-ink-3 text-sm lg:hidden [&_a]:py-2">{over}</p>
        ) : null}
        <div className="flex items-start gap-x-1.5">
          <h1
            className={cn(
              "min-w-0 [overflow-wrap:anywhere]",
              long ? "text-base sm:text-lg" : "text-xl",
              mono ? "font-medium font-mono" : "font-semibold tracking-tight",
            )}
          >
            {title}
          </h1>
          {beside ? <span className="flex h-7 shrink-0 items-center gap-1.5">{beside}</span> : null}
        </div>
        {meta ? (
          <div className="flex flex-wrap items-center gap-x-5 gap-y-1 text-ink-2 text-sm">{meta}</div>
        ) : null}
      </div>
      {actions ? (
        <div className="flex flex-wrap items-center gap-2 empty:hidden max-sm:w-full max-sm:*:flex-1">
          {actions}
        </div>
      ) : null}
    </header>
  );
}
