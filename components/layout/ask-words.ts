import type { Messages } from "next-intl";
import type { AppLocale } from "#lib/i18n/index.ts";
import { wordsCookie, wordsPath } from "#lib/i18n/words.ts";
import { writeCookie } from "./cookie.ts";

const firstWaitMs = 500;
const longestWaitMs = 30_000;
/** From this failure on the page says so (wordless.tsx). */
const tolerated = 1;

const asked = new Map<string, Promise<Messages>>();

/** The words at a path, each asked for once; settles only when they are here. */
export function askWords(path: string): Promise<Messages> {
  const promise = asked.get(path) ?? fetchWords(path);
  asked.set(path, promise);
  return promise;
}

const found = new Map<string, Messages>();

/** The words the page itself brought along, if they are of this version. */
export function wordsInPage(version: string): Messages | undefined {
  if (!found.has(version)) {
    const text = document.querySelector(`script[data-words="${version}"]`)?.textContent;
    if (text) found.set(version, JSON.parse(text));
  }
  return found.get(version);
}

async function fetchWords(path: string): Promise<Messages> {
  for (let failures = 0; ; failures++) {
    const words = await fetchOnce(path);
    // Before React goes on, which knows nothing of this attribute.
    document.documentElement.toggleAttribute("data-wordless", !words && failures >= tolerated);
    if (words) return words;
    const wait = Math.min(firstWaitMs * 2 ** failures, longestWaitMs);
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

async function fetchOnce(path: string): Promise<Messages | undefined> {
  try {
    const response = await fetch(path);
    return response.ok ? await response.json() : undefined;
  } catch {
    // Away, or cut off in the middle.
    return undefined;
  }
}

/** Has the browser keep the words for its next pages, and says so; when that fails they bring their own along. */
export async function fetchAhead(locale: AppLocale, version: string): Promise<void> {
  try {
    const response = await fetch(wordsPath(locale, version), { priority: "low" });
    await response.arrayBuffer();
    if (response.ok) writeCookie(wordsCookie, version);
  } catch {
    // Away, or cut off in the middle.
  }
}
