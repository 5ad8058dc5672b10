/** Where a query was found in a text: half-open ranges of its characters, and how well it fits. */
export interface FuzzyMatch {
  /** 4 begins the text, 3 begins a word, 2 somewhere inside, 1 its letters in order. */
  readonly rank: 1 | 2 | 3 | 4;
  readonly ranges: readonly (readonly [from: number, to: number])[];
}

const wordBreak = /[\s/._:@-]/;

/** Finds a query in a text the way people abbreviate: "tba" finds "team/backend/api". Case and spaces do not count. */
export function fuzzyMatch(text: string, query: string): FuzzyMatch | null {
  const hay = text.toLowerCase();
  const needle = query.trim().toLowerCase();
  if (needle === "" || hay.length !== text.length) return null;
  const at = wholeAt(hay, needle);
  if (at >= 0) {
    const rank = at === 0 ? 4 : wordBreak.test(hay[at - 1] ?? "") ? 3 : 2;
    return { rank, ranges: [[at, at + needle.length]] };
  }
  const ranges = lettersInOrder(hay, needle.replace(/\s+/g, ""));
  return ranges && { rank: 1, ranges };
}

/** Where a word begins with it, else the first place it stands; -1 where it does not. */
function wholeAt(hay: string, needle: string): number {
  const first = hay.indexOf(needle);
  for (let at = first; at >= 0; at = hay.indexOf(needle, at + 1)) {
    if (at === 0 || wordBreak.test(hay[at - 1] ?? "")) return at;
  }
  return first;
}

function lettersInOrder(hay: string, letters: string): [number, number][] | null {
  const ranges: [number, number][] = [];
  let from = 0;
  for (const letter of letters) {
    const at = hay.indexOf(letter, from);
    if (at < 0) return null;
    const last = ranges.at(-1);
    if (last && last[1] === at) last[1] = at + letter.length;
    else ranges.push([at, at + letter.length]);
    from = at + letter.length;
  }
  return ranges;
}
