/** Where a query was found in a text: half-open ranges of its characters, and how well it fits. */
export interface FuzzyMatch {
  /** 5 begins the text, 4 begins a word, 3 somewhere inside, 2 its letters in order, 1 all but a slip of the finger. */
  readonly rank: 1 | 2 | 3 | 4 | 5;
  readonly ranges: readonly (readonly [from: number, to: number])[];
}

/** A shorter text with one letter wrong could be anything. */
const shortestSlip = 4;
const wordBreak = /[\s/._:@-]/;

/** Finds a query in a text the way people abbreviate: "tba" finds "team/backend/api". Case and spaces do not count. */
export function fuzzyMatch(text: string, query: string): FuzzyMatch | null {
  const hay = text.toLowerCase();
  const needle = query.trim().toLowerCase();
  if (needle === "" || hay.length !== text.length) return null;
  const at = wholeAt(hay, needle);
  if (at >= 0) {
    const rank = at === 0 ? 5 : wordBreak.test(hay[at - 1] ?? "") ? 4 : 3;
    return { rank, ranges: [[at, at + needle.length]] };
  }
  const letters = [...needle.replace(/\s+/g, "")];
  const ranges = lettersInOrder(hay, letters);
  if (ranges) return { rank: 2, ranges };
  const slipped = lettersButOne(hay, letters);
  return slipped && { rank: 1, ranges: slipped };
}

/** Where a word begins with it, else the first place it stands; -1 where it does not. */
function wholeAt(hay: string, needle: string): number {
  const first = hay.indexOf(needle);
  for (let at = first; at >= 0; at = hay.indexOf(needle, at + 1)) {
    if (at === 0 || wordBreak.test(hay[at - 1] ?? "")) return at;
  }
  return first;
}

/** With one letter wrong, too many or swapped with its neighbour, the others still stand together. */
function lettersButOne(hay: string, letters: readonly string[]): [number, number][] | null {
  if (letters.length < shortestSlip) return null;
  for (const slip of letters.keys()) {
    const rest = letters.toSpliced(slip, 1);
    const [first = ""] = rest;
    for (let start = hay.indexOf(first); start >= 0; start = hay.indexOf(first, start + 1)) {
      const ranges = lettersInOrder(hay, rest, start);
      if (ranges && (ranges.at(-1)?.[1] ?? 0) - start <= rest.join("").length + 1) return ranges;
    }
  }
  return null;
}

function lettersInOrder(hay: string, letters: readonly string[], start = 0): [number, number][] | null {
  const ranges: [number, number][] = [];
  let from = start;
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
