"use client";

import { type Messages, NextIntlClientProvider, type Timezone } from "next-intl";
import { type ReactNode, use, useEffect } from "react";
import { preload } from "react-dom";
import type { AppLocale } from "#lib/i18n/index.ts";
import { wordsOfServer, wordsPath } from "#lib/i18n/words.ts";
import { askWords, fetchAhead, wordsInPage } from "./ask-words.ts";
import { Wordless } from "./wordless.tsx";

/** Whatever the page asks for itself comes first. */
const keepAfterMs = 1_000;

interface WordsProps {
  readonly locale: AppLocale;
  readonly version: string;
  /** The browser said that it keeps this version: it need not be in the page. */
  readonly kept: boolean;
  readonly timeZone: Timezone;
  readonly now: Date;
  readonly children: ReactNode;
}

/** In the browser what the server drew stays as it is until its words are here, and so does what is shown when another language is chosen. */
function useWords({ locale, version, kept }: WordsProps): Messages {
  const path = wordsPath(locale, version);
  if (typeof document !== "undefined") return wordsInPage(version) ?? use(askWords(path));
  if (kept) preload(path, { as: "fetch", crossOrigin: "anonymous" });
  return wordsOfServer(locale).messages;
}

/** As an element and not a property, which React would write twice; only the server has something to write into it. */
function WordsElement({ locale, version }: WordsProps) {
  const html = typeof document === "undefined" ? wordsOfServer(locale).json : "";
  return (
    <script
      // Never filled by the browser, so another version is another element.
      key={version}
      type="application/json"
      data-words={version}
      suppressHydrationWarning
      // biome-ignore lint/security/noDangerouslySetInnerHtml: our own words, with no "<" left in them
      dangerouslySetInnerHTML={{ __html: html }}
    />
  );
}

/**
 * What client components need to speak: language, time zone and messages. They are more than all else in a page and the
 * same on each, so a browser keeps them and its pages only say which; its first one brings them along, to wait for nothing.
 */
export function Words(props: WordsProps) {
  const { locale, version, kept, timeZone, now, children } = props;
  const messages = useWords(props);
  useEffect(() => {
    if (kept) return;
    const timer = setTimeout(() => fetchAhead(locale, version), keepAfterMs);
    return () => clearTimeout(timer);
  }, [kept, locale, version]);
  return (
    <NextIntlClientProvider locale={locale} timeZone={timeZone} now={now} messages={messages}>
      {children}
      <Wordless />
      {/* Behind all there is to see, and before what React goes on from. */}
      {kept ? null : <WordsElement {...props} />}
    </NextIntlClientProvider>
  );
}
