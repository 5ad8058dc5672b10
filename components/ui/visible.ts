/** A stretch of text, or one character of it that the eye would not see. */
export interface Stretch {
  readonly text: string;
  readonly hidden: boolean;
}

/**
 * What draws nothing or turns the text around it: control characters but tab and newline, zero-width and bidirectional
 * marks (CVE-2021-42574), tag characters. The two joiners stay, emoji and Persian are spelled with them.
 */
const unseen =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;

/** Text from outside in stretches, with everything that hides or deceives by itself. Line ends are "\n". */
export function stretches(text: string): Stretch[] {
  const lines = text.replace(/\r\n?/g, "\n");
  const parts: Stretch[] = [];
  let end = 0;
  for (const { 0: character, index } of lines.matchAll(unseen)) {
    if (index > end) parts.push({ text: lines.slice(end, index), hidden: false });
    parts.push({ text: character, hidden: true });
    end = index + character.length;
  }
  if (end < lines.length) parts.push({ text: lines.slice(end), hidden: false });
  return parts;
}

/** "U+202E" */
export function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}
