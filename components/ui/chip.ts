/** A small choice among a few that stand side by side: links with `aria-current`, or what unfolds more of them. */
export const chipStyle =
  "inline-flex h-6 pointer-coarse:h-10 max-w-full items-center rounded-sm border border-line-strong bg-sunk px-2 text-ink-2 text-xs hover:text-ink aria-[current=true]:border-ink-3 aria-[current=true]:bg-surface aria-[current=true]:text-ink";
