/** How numbers, sizes, times and digests are written. Pure: the caller says the locale, the time zone and the time. */

/** So many at most are kept: time zones come from browsers. */
const mostFormatters = 100;

/** Making one of Intl's formatters costs a hundred times what using it does, and a list uses them in every row. */
function remembered<Options, Formatter>(Make: new (locale: string, options: Options) => Formatter) {
  const made = new Map<string, Formatter>();
  return (locale: string, options: Options): Formatter => {
    const key = `${locale} ${JSON.stringify(options)}`;
    const known = made.get(key);
    if (known) return known;
    if (made.size >= mostFormatters) made.clear();
    const formatter = new Make(locale, options);
    made.set(key, formatter);
    return formatter;
  };
}

const numberFormat = remembered(Intl.NumberFormat);
const relativeTimeFormat = remembered(Intl.RelativeTimeFormat);
const dateTimeFormat = remembered(Intl.DateTimeFormat);

const byteUnits = ["B", "kB", "MB", "GB", "TB", "PB", "EB"] as const;

/**
 * A size as the docker CLI writes it: decimal units, three significant digits, no trailing zeros ("173 MB", "4.21 GB").
 * @param bytes a count of bytes; bigint for sums that may pass 2^53
 */
export function formatBytes(bytes: number | bigint, locale = "en"): string {
  let value = Math.max(0, Number(bytes));
  let unit = 0;
  // 999.6 rounds to "1,000" in three digits, which is the next unit's "1".
  while (Number(value.toPrecision(3)) >= 1000 && unit < byteUnits.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = numberFormat(locale, { maximumSignificantDigits: 3 }).format(
    unit === 0 ? Math.round(value) : value,
  );
  return `${digits} ${byteUnits[unit]}`;
}

/** "3小时前" → "3 小时前": between a number and a Chinese word there is a space, as in all our sentences. */
function spaced(text: string): string {
  return text.replace(/(\d)(?=\p{Script=Han})/gu, "$1 ");
}

/** Every byte: "173,015,040 bytes". For titles. */
export function formatBytesExact(bytes: number | bigint, locale = "en"): string {
  return spaced(numberFormat(locale, { style: "unit", unit: "byte", unitDisplay: "long" }).format(bytes));
}

/** Bytes per second, "12.3 MB/s". */
export function formatRate(bytesPerSecond: number, locale = "en"): string {
  return `${formatBytes(bytesPerSecond, locale)}/s`;
}

/** As little as tells how many: "20.5K". */
export function formatCompact(value: number, locale = "en"): string {
  return spaced(numberFormat(locale, { notation: "compact", maximumFractionDigits: 1 }).format(value));
}

/** Grouped: "1,204". */
export function formatNumber(value: number | bigint, locale = "en"): string {
  return numberFormat(locale, {}).format(value);
}

/** Counts are exact up to `limit`; above it the index stops counting and we say "10,000+". */
export function formatCount(count: number, locale = "en", limit = 10_000): string {
  return count > limit ? `${formatNumber(limit, locale)}+` : formatNumber(count, locale);
}

/** 0…1 as "42%". */
export function formatPercent(share: number, locale = "en"): string {
  return numberFormat(locale, { style: "percent", maximumFractionDigits: 0 }).format(share);
}

/** A date, or null for what stands for "not known": absent, unreadable, epoch zero and the zero year of Go's time.Time. */
export function knownDate(value: Date | string | number | null | undefined): Date | null {
  if (value === null || value === undefined || value === "") return null;
  const date = value instanceof Date ? value : new Date(value);
  return Number.isNaN(date.getTime()) || date.getTime() <= 0 ? null : date;
}

const relativeUnits = [
  ["year", 365.25 * 86_400],
  ["month", 30.4375 * 86_400],
  ["week", 7 * 86_400],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
] as const;

/** Clocks of browser, server, database and registry differ by so many seconds without anybody noticing. */
const unnoticed = 5 * 60;

/**
 * When something happened: "3 hours ago", "4 weeks ago"; `style: "narrow"` for footers ("12s ago"). Truncates, so nothing
 * claims to be older than it is; days up to four weeks, weeks up to nine, because "1 week" and "1 month" hide half of what
 * they span. What lies ahead by less than clocks differ is "now"; further ahead some clock is wrong, "in 3 hours" would be
 * nonsense, and it is null: say the date itself.
 */
export function formatRelativeTime(
  date: Date,
  now: Date,
  locale = "en",
  style: Intl.RelativeTimeFormatStyle = "long",
): string | null {
  const seconds = (now.getTime() - date.getTime()) / 1000;
  if (seconds < -unnoticed) return null;
  const from = { month: 63 * 86_400, week: 28 * 86_400 } as const;
  const fit = relativeUnits.find(
    ([unit, length]) => seconds >= (unit === "month" || unit === "week" ? from[unit] : length),
  );
  if (!fit) {
    // Intl's 现在 means "at this moment": 现在推送 would say that it is being pushed.
    return relativeTimeFormat(locale, { numeric: "auto", style }).format(0, "second").replace("现在", "刚刚");
  }
  // "yesterday" and 前天 go by the calendar; "1 day ago" is what was measured.
  const [unit, length] = fit;
  const count = Math.trunc(seconds / length);
  return spaced(relativeTimeFormat(locale, { numeric: "always", style }).format(-count, unit));
}

/** Date and time to the second with the zone's name, for titles and details. */
export function formatDateTime(date: Date, locale = "en", timeZone?: string): string {
  return dateTimeFormat(locale, {
    year: "numeric",
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
    timeZoneName: "short",
    timeZone,
  }).format(date);
}

/** The day alone: "14 Mar 2031" in the locale's order. */
export function formatDate(date: Date, locale = "en", timeZone?: string): string {
  return dateTimeFormat(locale, { dateStyle: "medium", timeZone }).format(date);
}

/** A span in its two largest units: "840ms", "4.2s", "2m 10s", "3h 5m". */
export function formatDuration(milliseconds: number, locale = "en"): string {
  const part = (value: number, unit: string, digits = 0) =>
    spaced(
      numberFormat(locale, {
        style: "unit",
        unit,
        unitDisplay: "narrow",
        maximumFractionDigits: digits,
      }).format(value),
    );
  const span = Math.max(0, milliseconds);
  if (span < 1000) return part(Math.round(span), "millisecond");
  if (span < 9_950) return part(span / 1000, "second", 1);
  const seconds = Math.round(span / 1000);
  if (seconds < 60) return part(seconds, "second");
  const [big, bigUnit, small, smallUnit] =
    seconds < 3_600
      ? ([Math.floor(seconds / 60), "minute", seconds % 60, "second"] as const)
      : seconds < 86_400
        ? ([Math.floor(seconds / 3_600), "hour", Math.floor((seconds % 3_600) / 60), "minute"] as const)
        : ([Math.floor(seconds / 86_400), "day", Math.floor((seconds % 86_400) / 3_600), "hour"] as const);
  if (small === 0) return part(big, bigUnit);
  return `${part(big, bigUnit)} ${part(small, smallUnit)}`;
}

const shortHex = 12;

/** "sha256:9f3c1a7be042…" cut to the algorithm and twelve hex digits. Anything that is no digest comes back unchanged. */
export function shortDigest(digest: string, hexDigits = shortHex): string {
  const parts = /^([a-z0-9+._-]+:)([0-9a-f]{32,})$/.exec(digest);
  return parts ? `${parts[1]}${parts[2]?.slice(0, hexDigits)}` : digest;
}

/**
 * Shortens digests that stand side by side: different digests never come out as the same text, so an attacker who
 * grinds a common prefix gains nothing. In the order given.
 */
export function shortDigests(digests: readonly string[]): string[] {
  const distinct = new Set(digests);
  for (let length = shortHex; length < 128; length += 4) {
    const short = new Set([...distinct].map((digest) => shortDigest(digest, length)));
    if (short.size === distinct.size) return digests.map((digest) => shortDigest(digest, length));
  }
  return [...digests];
}
