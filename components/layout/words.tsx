"use client";

import { type Messages, NextIntlClientProvider, type Timezone } from "next-intl";
import { type ReactNode, use } from "react";
import { preload } from "react-dom";
import type { AppLocale } from "#lib/i18n/index.ts";
import { wordsOfServer, wordsPath } from "#lib/i18n/words.ts";
import { askWords } from "./ask-words.ts";
import { Wordless } from "./wordless.tsx";

interface WordsProps {
  readonly locale: AppLocale;
  readonly version: string;
  readonly timeZone: Timezone;
  readonly now: Date;
  readonly children: ReactNode;
}

/** In the browser what the server drew stays as it is until its words are here, and so does what is shown when another language is chosen. */
function useWords(locale: AppLocale, version: string): Messages {
  const path = wordsPath(locale, version);
  if (typeof document !== "undefined") return use(askWords(path));
  preload(path, { as: "fetch", crossOrigin: "anonymous" });
  return wordsOfServer(locale).messages;
}

/**
 * What client components need to speak: language, time zone and messages. A page only says where its messages are: they are
 * more than all else in it, and the same on each.
 */
export function Words({ version, children, ...place }: WordsProps) {
  return (
    <NextIntlClientProvider {...place} messages={useWords(place.locale, version)}>
      {children}
      <Wordless />
    </NextIntlClientProvider>
  );
}
