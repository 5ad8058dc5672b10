"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { lazy, type ReactNode, Suspense, useCallback, useState } from "react";
import type { UserDto } from "#lib/services/users/types.ts";
import { type DataPage, DataTable, type TableRequest } from "../data-table/index.ts";
import { fetchPage } from "../data-table/request.ts";
import { EmptyState } from "../feedback/empty-state.tsx";
import { PageHeader } from "../layout/page-header.tsx";
import { Button } from "../ui/button.tsx";
import { Time } from "../ui/time.tsx";
import { useUrlParams } from "../ui/use-url-params.ts";
import type { UserChange } from "./change-user-dialog.tsx";
import { type UserActs, userKeys } from "./types.ts";
import { UserName, UserState, useUserColumns } from "./user-columns.tsx";
import { UserMenu } from "./user-menu.tsx";

// What one does to people comes when it is asked for.
const CreateUserDialog = lazy(async () => ({
  default: (await import("./create-user-dialog.tsx")).CreateUserDialog,
}));
const ChangeUserDialog = lazy(async () => ({
  default: (await import("./change-user-dialog.tsx")).ChangeUserDialog,
}));

interface UserAdminProps extends UserActs {
  ownId: string;
  initialPage: DataPage<UserDto>;
  tabs: ReactNode;
}

const keyOf = (user: UserDto) => user.id;
const nameOf = (user: UserDto) => user.username;
const load = (request: TableRequest, signal: AbortSignal) =>
  fetchPage<UserDto>("/api/v1/users", request, signal);

/** People: list, add, role, password, disable. */
export function UserAdmin({ ownId, initialPage, tabs, ...acts }: UserAdminProps) {
  const t = useTranslations("admin.users");
  const queries = useQueryClient();
  // In the address, so that the palette leads to it.
  const [params, changeParams] = useUrlParams();
  const setCreating = (on: boolean) => changeParams({ add: on ? "1" : null });
  const [changing, setChanging] = useState<{ change: UserChange; user: UserDto } | null>(null);
  const refresh = useCallback(() => void queries.invalidateQueries({ queryKey: userKeys.all }), [queries]);
  const { enable } = acts;
  const menu = useCallback(
    (user: UserDto) => (
      <UserMenu
        user={user}
        own={user.id === ownId}
        onChange={setChanging}
        enable={enable}
        onEnabled={refresh}
      />
    ),
    [ownId, enable, refresh],
  );
  const columns = useUserColumns(ownId, menu);
  return (
    <>
      <PageHeader
        title={t("title")}
        meta={t("intro")}
        actions={
          <Button variant="primary" onClick={() => setCreating(true)}>
            <Plus aria-hidden="true" />
            {t("create")}
          </Button>
        }
        className="pb-2"
      />
      {tabs}
      <DataTable
        id="users"
        label={t("caption")}
        queryKey={userKeys.list()}
        load={load}
        initialPage={initialPage}
        columns={columns}
        rowKey={keyOf}
        rowName={nameOf}
        defaultSort={{ column: "username", direction: "asc" }}
        searchLabel={t("filter")}
        empty={<EmptyState title={t("empty")} />}
        stacked={(user) => <StackedUser user={user} own={user.id === ownId} menu={menu(user)} />}
      />
      <Suspense fallback={null}>
        {params.has("add") ? (
          <CreateUserDialog create={acts.create} onCreated={refresh} onClose={() => setCreating(false)} />
        ) : null}
        {changing ? (
          <ChangeUserDialog {...changing} acts={acts} onChanged={refresh} onClose={() => setChanging(null)} />
        ) : null}
      </Suspense>
    </>
  );
}

function StackedUser({ user, own, menu }: { user: UserDto; own: boolean; menu: ReactNode }) {
  const t = useTranslations("admin.users");
  const roles = useTranslations("admin.roles");
  return (
    <div className="flex items-start justify-between gap-3">
      <div className="flex min-w-0 flex-col gap-0.5">
        <UserName user={user} own={own} />
        <span className="flex flex-wrap gap-x-3 text-ink-2 text-xs">
          <span>{roles(user.role)}</span>
          <UserState user={user} />
          <span>
            {t("lastSignIn")}: <Time value={user.lastSignInAt} fallback={t("never")} />
          </span>
        </span>
      </div>
      {menu}
    </div>
  );
}
