/** The languages Longshore speaks, in the order they are offered. */
export const locales = ["en", "zh-CN"] as const;
export type AppLocale = (typeof locales)[number];
export const defaultLocale: AppLocale = "en";

/** What each language calls itself. Not translated on purpose: a reader looks for their own word. */
export const localeNames: Readonly<Record<AppLocale, string>> = { en: "English", "zh-CN": "简体中文" };

export const localeCookie = "longshore-locale";
export const timeZoneCookie = "longshore-time-zone";

export function isLocale(value: unknown): value is AppLocale {
  return locales.some((locale) => locale === value);
}

/**
 * Picks a language from an Accept-Language header (RFC 9110 §12.5.4). Any `zh` that is not explicitly traditional is
 * served simplified Chinese; `q=0` refuses; nothing that fits means English.
 */
export function negotiateLocale(acceptLanguage: string | null | undefined): AppLocale {
  const wanted = (acceptLanguage ?? "")
    .split(",")
    .map((part, position) => {
      const [tag = "", ...parameters] = part.trim().toLowerCase().split(";");
      const weight = parameters.map((parameter) => /^\s*q=([\d.]+)\s*$/.exec(parameter)?.[1]).find(Boolean);
      return { tag: tag.trim(), weight: weight === undefined ? 1 : Number(weight), position };
    })
    .filter(({ tag, weight }) => tag !== "" && weight > 0)
    .sort((a, b) => b.weight - a.weight || a.position - b.position);
  for (const { tag } of wanted) {
    if (tag === "en" || tag.startsWith("en-")) return "en";
    if (/^zh(-(hans|cn|sg|my))*$/.test(tag)) return "zh-CN";
  }
  return defaultLocale;
}

/** The time zone a browser reported in its cookie, or UTC when it is absent or made up. */
export function validTimeZone(value: string | undefined): string {
  if (!value) return "UTC";
  try {
    new Intl.DateTimeFormat("en", { timeZone: value });
    // As the browser spells it: Intl would turn "Etc/UTC" into "UTC", and the two would never agree.
    return value;
  } catch {
    return "UTC";
  }
}
