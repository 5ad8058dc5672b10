"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import type { Result } from "#lib/errors.ts";
import { type AppLocale, localeNames, locales } from "#lib/i18n/locales.ts";
import { useToast } from "../feedback/toast.tsx";
import { type Theme, themeClass, themes } from "../layout/theme.ts";
import { RadioTiles } from "../ui/radio-tiles.tsx";

type LocaleChoice = AppLocale | "browser";

interface DisplayFormProps {
  locale: AppLocale | null;
  theme: Theme;
  saveLocale: (locale: AppLocale | null) => Promise<Result<unknown>>;
  saveTheme: (theme: Theme) => Promise<Result<unknown>>;
}

/** Language and theme, kept in the account: they follow to the next browser. Each choice counts at once. */
export function DisplayForm({ locale, theme, saveLocale, saveTheme }: DisplayFormProps) {
  const t = useTranslations("account.display");
  const shell = useTranslations("shell.themes");
  const router = useRouter();
  const toast = useToast();
  const [language, setLanguage] = useState<LocaleChoice>(locale ?? "browser");
  const [chosenTheme, setTheme] = useState(theme);
  const [, startTransition] = useTransition();

  const save = (work: () => Promise<Result<unknown>>, undo: () => void) =>
    startTransition(async () => {
      const result = await work();
      if (result.ok) return router.refresh();
      undo();
      toast.error(result.error);
    });
  const chooseLanguage = (next: LocaleChoice) => {
    setLanguage(next);
    save(
      () => saveLocale(next === "browser" ? null : next),
      () => setLanguage(language),
    );
  };
  const show = (shown: Theme) => {
    const root = document.documentElement.classList;
    root.remove("light", "dark");
    if (themeClass(shown)) root.add(themeClass(shown));
    setTheme(shown);
  };
  const chooseTheme = (next: Theme) => {
    show(next);
    save(
      () => saveTheme(next),
      () => show(chosenTheme),
    );
  };

  return (
    <div className="flex flex-col gap-5">
      <RadioTiles<LocaleChoice>
        name="language"
        legend={t("language")}
        showLegend
        value={language}
        onValueChange={chooseLanguage}
        tiles={[
          { value: "browser", label: t("browserLanguage") },
          ...locales.map((code) => ({ value: code, label: <span lang={code}>{localeNames[code]}</span> })),
        ]}
        className="max-w-xl sm:grid-cols-3"
      />
      <RadioTiles
        name="theme"
        legend={t("theme")}
        showLegend
        value={chosenTheme}
        onValueChange={chooseTheme}
        tiles={themes.map((value) => ({ value, label: shell(value) }))}
        className="max-w-xl sm:grid-cols-3"
      />
    </div>
  );
}
