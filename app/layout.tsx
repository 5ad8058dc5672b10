import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import { getLocale, getNow, getTimeZone } from "next-intl/server";
import type { ReactNode } from "react";
import { mono, sans } from "#components/layout/fonts.ts";
import { Providers } from "#components/layout/providers.tsx";
import { parseTheme, themeClass, themeCookie } from "#components/layout/theme.ts";
import { TimeZone } from "#components/layout/time-zone.tsx";
import { Words } from "#components/layout/words.tsx";
import { timeZoneCookie } from "#lib/i18n/locales.ts";
import { wordsCookie, wordsOfServer } from "#lib/i18n/words.ts";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Longshore", template: "%s · Longshore" },
  // A dashboard behind a sign-in has no business in a search engine or in a link preview.
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#fcfaf6" },
    { media: "(prefers-color-scheme: dark)", color: "#0b1018" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const jar = await cookies();
  const theme = parseTheme(jar.get(themeCookie)?.value);
  const [locale, timeZone, now] = await Promise.all([getLocale(), getTimeZone(), getNow()]);
  const { version } = wordsOfServer(locale);
  const kept = jar.get(wordsCookie)?.value === version;
  return (
    <html lang={locale} className={`${sans.variable} ${mono.variable} ${themeClass(theme)} font-sans`}>
      <body>
        <Words locale={locale} version={version} kept={kept} timeZone={timeZone} now={now}>
          <Providers>{children}</Providers>
          <TimeZone cookie={timeZoneCookie} />
        </Words>
      </body>
    </html>
  );
}
