"use client";

import { Ellipsis } from "lucide-react";
import { useTranslations } from "next-intl";
import type { UserDto } from "#lib/services/users/types.ts";
import { useToast } from "../feedback/toast.tsx";
import { IconButton } from "../ui/icon-button.tsx";
import { Menu, MenuItem, MenuSeparator } from "../ui/menu.tsx";
import type { UserChange } from "./change-user-dialog.tsx";
import type { UserActs } from "./types.ts";

interface UserMenuProps {
  user: UserDto;
  /** Nothing here is done to oneself. */
  own: boolean;
  onChange: (asked: { change: UserChange; user: UserDto }) => void;
  enable: UserActs["enable"];
  onEnabled: () => void;
}

/** The acts on one person. Enabling has no consequence to ask about and happens at once. */
export function UserMenu({ user, own, onChange, enable, onEnabled }: UserMenuProps) {
  const t = useTranslations("admin.users");
  const toast = useToast();
  const trigger = (
    <IconButton
      label={t("actions", { name: user.username })}
      size="sm"
      tip="none"
      disabledReason={own ? t("ownAccount") : undefined}
    >
      <Ellipsis />
    </IconButton>
  );
  if (own) return trigger;
  const letIn = async () => {
    const result = await enable({ userId: user.id });
    if (!result.ok) return toast.error(result.error);
    toast.ok({ title: t("enabledDone", { name: user.username }) });
    onEnabled();
  };
  return (
    <Menu trigger={trigger}>
      <MenuItem onSelect={() => onChange({ change: "role", user })}>{t("changeRole")}</MenuItem>
      <MenuItem onSelect={() => onChange({ change: "password", user })}>{t("resetPassword")}</MenuItem>
      <MenuSeparator />
      {user.disabledAt === null ? (
        <MenuItem danger onSelect={() => onChange({ change: "disable", user })}>
          {t("disable")}
        </MenuItem>
      ) : (
        <MenuItem onSelect={() => void letIn()}>{t("enable")}</MenuItem>
      )}
    </Menu>
  );
}
