import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

const style = cva(
  "inline-flex h-5 max-w-full items-center gap-1 whitespace-nowrap rounded-sm px-1.5 text-xs [&_svg]:size-3.5 [&_svg]:shrink-0",
  {
    variants: {
      tone: {
        neutral: "border border-line-strong bg-sunk text-ink-2",
        ok: "bg-ok-soft text-ok",
        warn: "bg-warn-soft text-warn",
        danger: "bg-danger-soft text-danger",
        info: "bg-info-soft text-info",
        signal: "bg-signal-soft text-signal-ink",
      },
      mono: { true: "font-mono", false: "" },
    },
    defaultVariants: { tone: "neutral", mono: false },
  },
);

export type Tone = NonNullable<VariantProps<typeof style>["tone"]>;

/** A word about a thing. The word carries the meaning, the colour only helps. */
export function Badge({
  tone,
  mono,
  className,
  ...props
}: ComponentProps<"span"> & VariantProps<typeof style>) {
  return <span {...props} className={cn(style({ tone, mono }), className)} />;
}
