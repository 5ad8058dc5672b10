import { type ClassValue, clsx } from "clsx";
import { createTailwindMerge } from "tailwind-merge";

const any = () => true;
/** "[1.5px]" */
const length = (value: string) => /^\[\d/.test(value);
const sides = (prefix: string) => ({
  [prefix]: [{ [prefix]: [any] }],
  [`${prefix}x`]: [{ [`${prefix}x`]: [any] }],
  [`${prefix}y`]: [{ [`${prefix}y`]: [any] }],
  [`${prefix}t`]: [{ [`${prefix}t`]: [any] }],
  [`${prefix}r`]: [{ [`${prefix}r`]: [any] }],
  [`${prefix}b`]: [{ [`${prefix}b`]: [any] }],
  [`${prefix}l`]: [{ [`${prefix}l`]: [any] }],
});
const sideConflicts = (prefix: string) => ({
  [prefix]: ["x", "y", "t", "r", "b", "l"].map((side) => prefix + side),
  [`${prefix}x`]: [`${prefix}l`, `${prefix}r`],
  [`${prefix}y`]: [`${prefix}t`, `${prefix}b`],
});
const each = (...names: string[]) => Object.fromEntries(names.map((name) => [name, [{ [name]: [any] }]]));

/**
 * What our components let a caller override. The whole of Tailwind, which tailwind-merge knows by default, is 8 kB more on
 * every page; classes not named here are all kept, and CSS order decides.
 */
const merge = createTailwindMerge(() => ({
  cacheSize: 500,
  theme: {},
  classGroups: {
    display: [
      "block",
      "inline-block",
      "inline",
      "flex",
      "inline-flex",
      "grid",
      "inline-grid",
      "contents",
      "hidden",
    ],
    position: ["static", "fixed", "absolute", "relative", "sticky"],
    visibility: ["visible", "invisible"],
    ...sides("p"),
    ...sides("m"),
    ...each(
      "size",
      "h",
      "w",
      "min-w",
      "max-w",
      "min-h",
      "max-h",
      "gap",
      "gap-x",
      "gap-y",
      "bg",
      "rounded",
      "shadow",
    ),
    ...each(
      "z",
      "top",
      "right",
      "bottom",
      "left",
      "inset",
      "inset-x",
      "inset-y",
      "opacity",
      "cursor",
      "whitespace",
    ),
    ...each(
      "justify",
      "items",
      "self",
      "overflow",
      "overflow-x",
      "overflow-y",
      "leading",
      "tracking",
      "grid-cols",
    ),
    ...each("fill", "animate", "outline-offset", "shrink", "grow"),
    "flex-direction": [{ flex: ["row", "col", "row-reverse", "col-reverse"] }],
    "flex-wrap": [{ flex: ["wrap", "nowrap"] }],
    flex: [{ flex: ["1", "auto", "none", "initial"] }],
    "font-size": [{ text: ["2xs", "xs", "sm", "base", "lg", "xl"] }],
    "text-align": [{ text: ["left", "center", "right"] }],
    "text-color": [{ text: [any] }],
    "font-family": [{ font: ["sans", "mono"] }],
    "font-weight": [{ font: ["normal", "medium", "semibold", "bold"] }],
    "border-width": ["border", { border: ["0", "2", length] }],
    "border-style": [{ border: ["solid", "dashed"] }],
    "border-side": [
      { border: [{ t: [any], b: [any], l: [any], r: [any], x: [any], y: [any] }] },
      "border-t",
      "border-b",
      "border-l",
      "border-r",
    ],
    "border-color": [{ border: [any] }],
  },
  conflictingClassGroups: {
    ...sideConflicts("p"),
    ...sideConflicts("m"),
    size: ["w", "h"],
    gap: ["gap-x", "gap-y"],
    inset: ["inset-x", "inset-y", "top", "right", "bottom", "left"],
    "inset-x": ["left", "right"],
    "inset-y": ["top", "bottom"],
    overflow: ["overflow-x", "overflow-y"],
  },
  conflictingClassGroupModifiers: {},
  orderSensitiveModifiers: [
    "before",
    "after",
    "placeholder",
    "file",
    "marker",
    "selection",
    "first-line",
    "*",
    "**",
  ],
}));

/** Class names joined; of two that contradict each other the later one stays. */
export function cn(...values: ClassValue[]): string {
  return merge(clsx(values));
}
