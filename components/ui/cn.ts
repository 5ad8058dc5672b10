import { type ClassValue, clsx } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

// "2xs" is ours; without naming it, tailwind-merge holds text-2xs for a colour and drops the real one.
const merge = extendTailwindMerge({ extend: { theme: { text: ["2xs"] } } });

/** Class names joined; of two that contradict each other the later one stays. */
export function cn(...values: ClassValue[]): string {
  return merge(clsx(values));
}
