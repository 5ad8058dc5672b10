"use client";

import { type ComponentProps, createContext, type ReactNode, useContext, useId } from "react";
import { cn } from "./cn.ts";

interface FieldWiring {
  id: string;
  describedBy: string | undefined;
  invalid: boolean;
  required: boolean;
}
const FieldContext = createContext<FieldWiring | null>(null);

/** What a control inside a Field takes over: id, aria-describedby, aria-invalid. Nothing outside one. */
export function useFieldWiring() {
  const field = useContext(FieldContext);
  if (!field) return {};
  return {
    id: field.id,
    "aria-describedby": field.describedBy,
    "aria-invalid": field.invalid || undefined,
    required: field.required || undefined,
  };
}

interface FieldProps {
  label: ReactNode;
  children: ReactNode;
  hint?: ReactNode;
  /** A whole sentence; its presence marks the control invalid. */
  error?: ReactNode;
  required?: boolean;
  /** Shown beside the label, such as "optional". */
  aside?: ReactNode;
  className?: string;
}

/** Label, control, hint and error as one, wired by id. */
export function Field({ label, children, hint, error, required = false, aside, className }: FieldProps) {
  const id = useId();
  const hintId = `${id}-hint`;
  const errorId = `${id}-error`;
  const describedBy = [hint ? hintId : null, error ? errorId : null].filter(Boolean).join(" ") || undefined;
  return (
    <FieldContext value={{ id, describedBy, invalid: Boolean(error), required }}>
      <div className={cn("flex flex-col gap-1.5", className)}>
        <div className="flex items-baseline justify-between gap-3">
          <label htmlFor={id} className="font-medium text-ink text-sm">
            {label}
          </label>
          {aside ? <span className="text-ink-3 text-xs">{aside}</span> : null}
        </div>
        {children}
        {hint ? (
          <p id={hintId} className="text-ink-3 text-xs">
            {hint}
          </p>
        ) : null}
        <p
          id={errorId}
          aria-live="polite"
          className={cn("font-medium text-danger text-xs", !error && "sr-only")}
        >
          {error}
        </p>
      </div>
    </FieldContext>
  );
}

export const controlStyle =
  "w-full pointer-coarse:min-h-10 rounded-md border border-control bg-surface px-2.5 text-ink text-sm outline-offset-0 transition-colors placeholder:text-ink-3 hover:border-ink-3 disabled:cursor-not-allowed disabled:bg-sunk disabled:text-ink-3 aria-invalid:border-danger";

interface InputProps extends ComponentProps<"input"> {
  /** For what a machine will read: names, addresses, tags. */
  mono?: boolean;
}

export function Input({ className, mono, ...props }: InputProps) {
  return (
    <input
      {...useFieldWiring()}
      {...(mono ? { spellCheck: false, autoCapitalize: "none", autoCorrect: "off" } : {})}
      {...props}
      className={cn(controlStyle, "h-8.5", mono && "font-mono", className)}
    />
  );
}

interface TextareaProps extends ComponentProps<"textarea"> {
  mono?: boolean;
}

export function Textarea({ className, mono, ...props }: TextareaProps) {
  return (
    <textarea
      {...useFieldWiring()}
      {...(mono ? { spellCheck: false, autoCapitalize: "none", autoCorrect: "off" } : {})}
      {...props}
      className={cn(controlStyle, "min-h-20 py-2", mono && "font-mono text-xs", className)}
    />
  );
}
