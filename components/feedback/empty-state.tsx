import type { ReactNode } from "react";

interface EmptyStateProps {
  /** "No registries yet" */
  title: ReactNode;
  /** What this page is for. */
  children?: ReactNode;
  /** The next step. */
  actions?: ReactNode;
  icon?: ReactNode;
}

/** Nothing there yet: what belongs here and how it comes here. For a filter without hits use `NoResults`. */
export function EmptyState({ title, children, actions, icon }: EmptyStateProps) {
  return (
    <div className="mx-auto flex max-w-md flex-col items-center gap-2 px-4 py-16 text-center">
      {icon ? <span className="mb-1 text-ink-3 [&_svg]:size-7">{icon}</span> : null}
      <h2 className="font-semibold text-base">{title}</h2>
      {children ? <div className="text-pretty text-ink-2 text-sm">{children}</div> : null}
      {actions ? <div className="mt-4 flex flex-wrap justify-center gap-2">{actions}</div> : null}
    </div>
  );
}
