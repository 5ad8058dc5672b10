"use client";

import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useTransition } from "react";
import { type AppLocale, localeCookie, localeNames, locales } from "#lib/i18n/locales.ts";
import { writeCookie } from "../layout/cookie.ts";

/** Before there is an account the choice lives in the cookie alone. Each language is named in itself. */
export function LanguageSwitch() {
  const t = useTranslations("auth");
  const router = useRouter();
  const current = useLocale();
  const [, startTransition] = useTransition();
  const choose = (locale: AppLocale) => {
    writeCookie(localeCookie, locale);
    startTransition(() => router.refresh());
  };
  return (
    <fieldset className="flex items-center gap-1 text-sm">
      <legend className="sr-only">{t("language")}</legend>
      {locales.map((locale) => (
        <button
          key={locale}
          type="button"
          lang={locale}
          aria-pressed={locale === current}
          onClick={() => choose(locale)}
          className="rounded-sm px-2 py-1 text-ink-2 hover:text-ink aria-pressed:font-medium aria-pressed:text-ink aria-pressed:underline aria-pressed:decoration-signal aria-pressed:decoration-2 aria-pressed:underline-offset-[6px]"
        >
          {localeNames[locale]}
        </button>
      ))}
    </fieldset>
  );
}
