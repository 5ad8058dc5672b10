"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { type ComponentProps, useState } from "react";
import type { Theme } from "./theme.ts";
import type { ShellUser } from "./types.ts";

const UserMenuContent = dynamic(() => import("./user-menu-content.tsx"), {
  ssr: false,
  // Keeps the button's place while the menu comes.
  loading: () => <span className="size-7.5 shrink-0 rounded-full bg-avatar" />,
});

export interface UserMenuProps {
  user: ShellUser;
  theme: Theme;
  locales: readonly { readonly code: string; readonly name: string }[];
  onTheme: (theme: Theme) => void;
  onLocale: (locale: string) => void;
  onSignOut: () => void;
}

/** Theme, language, account, sign out. The menu's code comes with the first press. */
export function UserMenu(props: UserMenuProps) {
  const [wanted, setWanted] = useState(false);
  const trigger = <Avatar name={props.user.username} onClick={wanted ? undefined : () => setWanted(true)} />;
  if (!wanted) return trigger;
  return <UserMenuContent {...props} trigger={trigger} />;
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
      aria-haspopup="menu"
      {...props}
      className="grid size-7.5 shrink-0 place-items-center rounded-full bg-avatar font-semibold text-2xs text-on-avatar outline-offset-2 hover:opacity-90"
    >
      <span aria-hidden="true">{initials || "?"}</span>
      <span className="sr-only">{t("userMenu", { name })}</span>
    </button>
  );
}
