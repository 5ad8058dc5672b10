"use client";

import { type Messages, NextIntlClientProvider, type Timezone } from "next-intl";
import { type ReactNode, use } from "react";
import type { AppLocale } from "#lib/i18n/index.ts";
import { wordsOfServer } from "#lib/i18n/words.ts";

interface WordsProps {
  readonly locale: AppLocale;
  readonly timeZone: Timezone;
  readonly now: Date;
  readonly children: ReactNode;
}

const elementId = "words";
const texts = new Map<AppLocale, string>();
const parsed = new Map<string, Messages>();
const asked = new Map<AppLocale, Promise<string>>();

/** In the browser from the element that came with the page, if it speaks that language. */
function wordsOfPage(locale: AppLocale): string | undefined {
  const element = document.getElementById(elementId);
  return element?.dataset.locale === locale ? element.textContent : undefined;
}

function findWords(locale: AppLocale): string | undefined {
  // Not kept here: the server's own change when somebody edits them.
  if (typeof document === "undefined") return wordsOfServer(locale);
  const text = texts.get(locale) ?? wordsOfPage(locale);
  if (text !== undefined) texts.set(locale, text);
  return text;
}

/** Another language was chosen, or the page failed before it was drawn. Until it is here, what is shown stays. */
function askWords(locale: AppLocale): Promise<string> {
  const promise =
    asked.get(locale) ??
    fetch(`/api/words/${locale}`).then((response) => {
      if (!response.ok) throw new Error(`The words in ${locale} could not be loaded: ${response.status}`);
      return response.text();
    });
  asked.set(locale, promise);
  promise.then(
    (text) => texts.set(locale, text),
    () => asked.delete(locale),
  );
  return promise;
}

function parse(text: string): Messages {
  const known = parsed.get(text) ?? (JSON.parse(text) as Messages);
  parsed.set(text, known);
  return known;
}

/**
 * What client components need to speak: language, time zone and messages. The messages are an element of the page and not
 * a property, which React would write twice and send again with every redraw.
 */
export function Words({ children, ...place }: WordsProps) {
  const words = findWords(place.locale) ?? use(askWords(place.locale));
  return (
    <NextIntlClientProvider {...place} messages={parse(words)}>
      <script
        id={elementId}
        type="application/json"
        data-locale={place.locale}
        // biome-ignore lint/security/noDangerouslySetInnerHtml: our own words, with no "<" left in them
        dangerouslySetInnerHTML={{ __html: words }}
      />
      {children}
    </NextIntlClientProvider>
  );
}
