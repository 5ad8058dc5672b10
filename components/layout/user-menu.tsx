"use client";

import { CircleUserRound, LogOut } from "lucide-react";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import type { ComponentProps } from "react";
import { Menu, MenuItem, MenuLabel, MenuRadioGroup, MenuRadioItem, MenuSeparator } from "../ui/menu.tsx";
import { parseTheme, type Theme, themes } from "./theme.ts";
import type { ShellUser } from "./types.ts";

interface UserMenuProps {
  user: ShellUser;
  theme: Theme;
  locales: readonly { readonly code: string; readonly name: string }[];
  onTheme: (theme: Theme) => void;
  onLocale: (locale: string) => void;
  onSignOut: () => void;
}

/** Theme, language, account, sign out. */
export function UserMenu({ user, theme, locales, onTheme, onLocale, onSignOut }: UserMenuProps) {
  const t = useTranslations("shell");
  const locale = useLocale();
  const router = useRouter();
  return (
    <Menu trigger={<Avatar name={user.username} />} className="w-56">
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
        onValueChange={(value: string) => onTheme(parseTheme(value))}
      >
        {themes.map((value) => (
          <MenuRadioItem key={value} value={value} onSelect={(event: Event) => event.preventDefault()}>
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

function Avatar({ name, ...props }: ComponentProps<"button"> & { name: string }) {
  const t = useTranslations("shell");
  const initials = name
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .map((word) => [...word][0])
    .slice(0, 2)
    .join("")
    .toUpperCase();
  return (
    <button
      type="button"
      {...props}
      className="thumb relative grid size-7.5 shrink-0 place-items-center rounded-full bg-avatar font-semibold text-2xs text-on-avatar outline-offset-2 hover:opacity-90"
    >
      <span aria-hidden="true">{initials || "?"}</span>
      <span className="sr-only">{t("userMenu", { name })}</span>
    </button>
  );
}
