import type { AppLocale } from "./locales.ts";

declare global {
  var longshoreWords: Readonly<Record<AppLocale, string>> | undefined;
}

/** Leaves the messages where the server's other module graph, which draws client components, finds them. */
export function keepWords(words: Readonly<Record<AppLocale, string>>): void {
  globalThis.longshoreWords = words;
}

/** Every message of a language, as JSON. In the server only: a browser reads them from its page. */
export function wordsOfServer(locale: AppLocale): string {
  if (!globalThis.longshoreWords) throw new Error("The messages were not loaded (lib/i18n/compiled.ts).");
  return globalThis.longshoreWords[locale];
}
