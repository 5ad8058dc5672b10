"use client";

import { Check, Minus } from "lucide-react";
import { type ComponentProps, type ReactNode, useEffect, useId, useRef } from "react";
import { cn } from "./cn.ts";

interface CheckboxProps extends Omit<ComponentProps<"input">, "type" | "ref"> {
  /** Some but not all of what it stands for. */
  indeterminate?: boolean;
}

/** The browser's own checkbox in our clothes: forms, labels and keyboard work as everywhere. */
export function Checkbox({ indeterminate = false, className, ...props }: CheckboxProps) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (input.current) input.current.indeterminate = indeterminate;
  }, [indeterminate]);
  return (
    <span className={cn("relative inline-grid size-4 shrink-0 place-items-center", className)}>
      <input
        ref={input}
        type="checkbox"
        className="thumb peer relative size-4 appearance-none rounded-sm border border-control bg-surface checked:border-primary checked:bg-primary indeterminate:border-primary indeterminate:bg-primary disabled:cursor-not-allowed disabled:opacity-50"
        {...props}
      />
      {indeterminate ? (
        <Minus
          aria-hidden="true"
          strokeWidth={3}
          className="pointer-events-none absolute size-3 text-on-primary forced-colors:text-[CanvasText]"
        />
      ) : // Where React says that it is not checked, no mark has to stand ready: every row of a list has one of these.
      props.checked === false ? null : (
        <Check
          aria-hidden="true"
          strokeWidth={3.5}
          className="pointer-events-none absolute hidden size-3 text-on-primary forced-colors:text-[CanvasText] peer-checked:block"
        />
      )}
    </span>
  );
}

/** A checkbox with its words, and a line of explanation under them. */
export function CheckboxField({
  label,
  hint,
  ...props
}: CheckboxProps & { label: ReactNode; hint?: ReactNode }) {
  const id = useId();
  return (
    <label
      htmlFor={id}
      className="flex items-start gap-2.5 pointer-coarse:py-2 text-sm has-disabled:cursor-not-allowed has-disabled:text-ink-3"
    >
      <Checkbox {...props} id={id} className="mt-0.5" />
      <span className="flex flex-col">
        <span>{label}</span>
        {hint ? <span className="text-ink-3 text-xs">{hint}</span> : null}
      </span>
    </label>
  );
}
