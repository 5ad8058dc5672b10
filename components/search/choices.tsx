import type { ReactNode } from "react";
import { chipStyle } from "#components/ui/chip.ts";

/** A few things one of which is chosen. */
export function Choices({ label, children }: { label: string; children: ReactNode }) {
  return (
    <fieldset className="flex min-w-0 flex-wrap items-center gap-1.5">
      <legend className="float-left mr-1 text-ink-2 text-sm">{label}</legend>
      {children}
    </fieldset>
  );
}

interface ChoiceProps {
  chosen: boolean;
  onChoose: () => void;
  children: ReactNode;
}

/** One of them. */
export function Choice({ chosen, onChoose, children }: ChoiceProps) {
  return (
    <button type="button" aria-current={chosen} onClick={onChoose} className={chipStyle}>
      {children}
    </button>
  );
}
