/**
 * Text whose plain byte order is version order: "1.9" before "1.10", "1.27-rc1" before "1.27" before "1.27.1".
 * Each run of digits is written as its length (three figures) and the digits without leading zeros, so any length
 * compares right; "-" and "_" sort before the end of the name, the end before ".", so what follows a hyphen stays
 * beside the version it varies. Names that differ only in leading zeros share a key: callers break ties by name.
 */
export function tagSortKey(name: string): string {
  const key = name.toLowerCase().replace(/\d+|[-_]/g, (part) => {
    if (part === "-" || part === "_") return " ";
    const digits = part.replace(/^0+(?=\d)/, "");
    return String(digits.length).padStart(3, "0") + digits;
  });
  return `${key}!`;
}
