import type { ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";

interface ImageLayoutProps {
  header: ReactNode;
  /** Something to know before reading on. */
  notice?: ReactNode;
  tabs?: ReactNode;
  /** What is open in the tabs. */
  children: ReactNode;
  /** Beside the content; below it on narrow screens. */
  side?: ReactNode;
  /** What the column beside is, for screen readers: the rail is another. */
  sideLabel?: string;
  footer: ReactNode;
}

/** The page of one image: header across, content with a narrow column beside it, freshness at the foot. */
export function ImageLayout({ header, notice, tabs, children, side, sideLabel, footer }: ImageLayoutProps) {
  return (
    <div className="flex flex-1 flex-col">
      {header}
      {notice ? <div className="mt-4">{notice}</div> : null}
      {tabs}
      <div
        className={cn(
          "grid flex-1 content-start gap-x-8 gap-y-8 pt-4 pb-8",
          side && "@4xl/page:grid-cols-[minmax(0,1fr)_17rem]",
        )}
      >
        <div className="min-w-0">{children}</div>
        {side ? (
          <aside aria-label={sideLabel} className="flex flex-col gap-6 @4xl/page:pt-1">
            {side}
          </aside>
        ) : null}
      </div>
      <div className="sticky bottom-0 z-10 flex min-h-10 flex-col justify-center border-line border-t bg-paper py-2">
        {footer}
      </div>
    </div>
  );
}
