/** Which repositories of a registry are indexed without being opened: glob patterns. */
export interface Selection {
  /** Empty: all. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

/**
 * Whether a name fits a pattern: `*` is anything within a part of the name, `**` anything at all, `?` one character.
 * Without backtracking, so that no pattern takes longer than pattern × name.
 */
export function fits(pattern: string, name: string): boolean {
  const tokens = pattern.match(/\*\*|./gs) ?? [];
  // Positions of the name that the tokens so far may end at.
  let ends = new Set([0]);
  for (const token of tokens) {
    const next = new Set<number>();
    for (const start of ends) {
      if (token === "*" || token === "**") {
        for (let end = start; end <= name.length && !next.has(end); end += 1) {
          next.add(end);
          if (token === "*" && name[end] === "/") break;
        }
      } else if (start < name.length && (token === name[start] || (token === "?" && name[start] !== "/"))) {
        next.add(start + 1);
      }
    }
    ends = next;
  }
  return ends.has(name.length);
}

export function isSelected(name: string, { include, exclude }: Selection): boolean {
  const any = (patterns: readonly string[]) => patterns.some((pattern) => fits(pattern, name));
  return (include.length === 0 || any(include)) && !any(exclude);
}
