"use client";

import { CircleUserRound, LogOut } from "lucide-react";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Menu, MenuItem, MenuLabel, MenuRadioGroup, MenuRadioItem, MenuSeparator } from "../ui/menu.tsx";
import { parseTheme, themes } from "./theme.ts";
import type { UserMenuProps } from "./user-menu.tsx";

export default function UserMenuContent({
  trigger,
  user,
  theme,
  locales,
  onTheme,
  onLocale,
  onSignOut,
}: UserMenuProps & { trigger: ReactNode }) {
  const t = useTranslations("shell");
  const locale = useLocale();
  const router = useRouter();
  return (
    <Menu trigger={trigger} defaultOpen className="w-56">
      <div className="px-2.5 pt-1.5 pb-2">
        <p className="truncate font-semibold text-sm">{user.username}</p>
        <p className="text-ink-3 text-xs">{t(`role.${user.role}`)}</p>
      </div>
      <MenuSeparator />
      <MenuItem onSelect={() => router.push("/account")}>
        <CircleUserRound aria-hidden="true" />
        {t("account")}
      </MenuItem>
      <MenuSeparator />
      <MenuLabel id="menu-theme">{t("theme")}</MenuLabel>
      <MenuRadioGroup
        aria-labelledby="menu-theme"
        value={theme}
        onValueChange={(value) => onTheme(parseTheme(value))}
      >
        {themes.map((value) => (
          <MenuRadioItem key={value} value={value} onSelect={(event) => event.preventDefault()}>
            {t(`themes.${value}`)}
          </MenuRadioItem>
        ))}
      </MenuRadioGroup>
      <MenuSeparator />
      <MenuLabel id="menu-language">{t("language")}</MenuLabel>
      <MenuRadioGroup aria-labelledby="menu-language" value={locale} onValueChange={onLocale}>
        {locales.map(({ code, name }) => (
          <MenuRadioItem key={code} value={code} lang={code}>
            {name}
          </MenuRadioItem>
        ))}
      </MenuRadioGroup>
      <MenuSeparator />
      <MenuItem onSelect={onSignOut}>
        <LogOut aria-hidden="true" />
        {t("signOut")}
      </MenuItem>
    </Menu>
  );
}
