import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AdminTabs } from "#components/admin/admin-tabs.tsx";
import { UserAdmin } from "#components/admin/user-admin.tsx";
import { parseTableSearch } from "#components/data-table/request.ts";
import { ErrorState } from "#components/feedback/error-state.tsx";
import { pageActor } from "#lib/auth/index.ts";
import { executeRead } from "#lib/operations/index.ts";
import { listUsers } from "#lib/services/users/index.ts";
import {
  createUserAction,
  disableUserAction,
  enableUserAction,
  resetPasswordAction,
  setUserRoleAction,
} from "./actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin.users"))("title") };
}

interface PageProps {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

export default async function UsersPage({ searchParams }: PageProps) {
  const actor = await pageActor();
  const { filter, direction } = parseTableSearch(await searchParams, { sortable: ["username"] });
  const result = await executeRead(listUsers, actor, async () => ({ filter, direction }));
  if (!result.ok) return <ErrorState error={result.error} />;
  return (
    <UserAdmin
      ownId={actor.userId}
      initialPage={result.data}
      tabs={<AdminTabs current="people" />}
      create={createUserAction}
      setRole={setUserRoleAction}
      resetPassword={resetPasswordAction}
      disable={disableUserAction}
      enable={enableUserAction}
    />
  );
}
