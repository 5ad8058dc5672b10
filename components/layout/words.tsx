"use client";

import { type Messages, NextIntlClientProvider, type Timezone } from "next-intl";
import type { ReactNode } from "react";
import type { AppLocale } from "#lib/i18n/index.ts";

interface WordsProps {
  readonly locale: AppLocale;
  readonly timeZone: Timezone;
  readonly now: Date;
  /** Every message of the language, as JSON. */
  readonly messages: string;
  readonly children: ReactNode;
}

const read = new Map<string, Messages>();

function parse(text: string): Messages {
  const known = read.get(text) ?? (JSON.parse(text) as Messages);
  read.set(text, known);
  return known;
}

/** What client components need to speak: language, time zone and messages. */
export function Words({ messages, children, ...place }: WordsProps) {
  return (
    <NextIntlClientProvider {...place} messages={parse(messages)}>
      {children}
    </NextIntlClientProvider>
  );
}
