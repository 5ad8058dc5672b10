// Order matters: Edge and Opera also call themselves Chrome, everything calls itself Safari.
const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(?:e|A|iOS)?\//, "Edge"],
  [/\bOPR\//, "Opera"],
  [/\bFirefox\/|\bFxiOS\//, "Firefox"],
  [/\b(?:Headless)?Chrom(?:e|ium)\/|\bCriOS\//, "Chrome"],
  [/\bSafari\//, "Safari"],
  [/^curl\//, "curl"],
];
const systems: readonly (readonly [RegExp, string])[] = [
  [/\bAndroid\b/, "Android"],
  [/\biPhone\b|\biPad\b/, "iOS"],
  [/\bWindows\b/, "Windows"],
  [/\bMac OS X\b|\bMacintosh\b/, "macOS"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bLinux\b/, "Linux"],
];

/** Browser and system as people call them; undefined where the text does not say. Only ever a hint: clients may lie. */
export function describeUserAgent(text: string | null): { browser?: string; system?: string } {
  const find = (list: typeof browsers) => list.find(([pattern]) => pattern.test(text ?? ""))?.[1];
  const browser = find(browsers);
  const system = find(systems);
  return { ...(browser ? { browser } : {}), ...(system ? { system } : {}) };
}
