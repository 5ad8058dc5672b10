import type { AppLocale } from "./locales.ts";
import type { en } from "./messages/en/index.ts";

/** The version of the words a browser keeps. */
export const wordsCookie = "longshore-words";

/** What a client component can say in one language. */
export interface Words {
  readonly messages: typeof en;
  /** May stand in an HTML element. */
  readonly json: string;
  /** Another one for other words. */
  readonly version: string;
}

declare global {
  var longshoreWords: Readonly<Record<AppLocale, Words>> | undefined;
}

/** Leaves the words where the server's other module graph, which draws client components, finds them. */
export function keepWords(words: Readonly<Record<AppLocale, Words>>): void {
  globalThis.longshoreWords = words;
}

/** In the server only: a browser asks for them at `wordsPath`. */
export function wordsOfServer(locale: AppLocale): Words {
  if (!globalThis.longshoreWords) throw new Error("The messages were not loaded (lib/i18n/compiled.ts).");
  return globalThis.longshoreWords[locale];
}

/** Where a browser finds the words of a language; what it read there once, it may keep for good. */
export function wordsPath(locale: AppLocale, version: string): string {
  return `/api/words/${locale}?v=${version}`;
}
