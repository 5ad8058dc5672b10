import { useTranslations } from "next-intl";
import { type ReactNode, useMemo } from "react";
import type { UserDto } from "#lib/services/users/types.ts";
import type { DataColumn } from "../data-table/index.ts";
import { Badge } from "../ui/badge.tsx";
import { StatusDot } from "../ui/status-dot.tsx";
import { Time } from "../ui/time.tsx";

/** The name, and whether it is the reader's own. */
export function UserName({ user, own }: { user: UserDto; own: boolean }) {
  const t = useTranslations("admin.users");
  return (
    <span className="flex min-w-0 items-center gap-2">
      <span className="truncate font-semibold text-ink">{user.username}</span>
      {own ? <Badge tone="signal">{t("you")}</Badge> : null}
    </span>
  );
}

/** Whether they can sign in, as a dot with its word. */
export function UserState({ user }: { user: UserDto }) {
  const t = useTranslations("admin.users");
  const disabled = user.disabledAt !== null;
  return (
    <StatusDot status={disabled ? "off" : "ok"} label={disabled ? t("disabled") : t("active")} showLabel />
  );
}

/** @param menu the acts on one person; stable */
export function useUserColumns(ownId: string, menu: (user: UserDto) => ReactNode) {
  const t = useTranslations("admin.users");
  const roles = useTranslations("admin.roles");
  return useMemo<readonly DataColumn<UserDto>[]>(
    () => [
      {
        id: "username",
        header: t("name"),
        sortable: true,
        fixed: true,
        cell: (user) => <UserName user={user} own={user.id === ownId} />,
      },
      { id: "role", header: t("role"), width: 9.5, cell: (user) => roles(user.role) },
      { id: "state", header: t("state"), width: 8.75, cell: (user) => <UserState user={user} /> },
      {
        id: "lastSignIn",
        time: true,
        header: t("lastSignIn"),
        width: 10.75,
        room: "3xl",
        cell: (user) => <Time value={user.lastSignInAt} fallback={t("never")} />,
      },
      {
        id: "sessions",
        header: t("sessions"),
        width: 6.25,
        room: "4xl",
        align: "right",
        cell: (user) => user.liveSessions,
      },
      {
        id: "created",
        time: true,
        header: t("created"),
        width: 10.75,
        room: "5xl",
        hidden: true,
        cell: (user) => <Time value={user.createdAt} />,
      },
      { id: "actions", header: t("actionsHeader"), width: 3.5, fixed: true, quietHeader: true, cell: menu },
    ],
    [t, roles, ownId, menu],
  );
}
