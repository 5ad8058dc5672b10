import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AdminTabs } from "#components/admin/admin-tabs.tsx";
import { PermissionMatrix } from "#components/admin/permission-matrix.tsx";
import { ErrorState } from "#components/feedback/error-state.tsx";
import { PageHeader } from "#components/layout/page-header.tsx";
import { pageActor } from "#lib/auth/index.ts";
import { executeRead } from "#lib/operations/index.ts";
import "#lib/services/declared.ts";
import { listPermissions } from "#lib/services/permissions/index.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin.permissions"))("title") };
}

export default async function PermissionsPage() {
  const actor = await pageActor();
  const result = await executeRead(listPermissions, actor, async () => ({}));
  if (!result.ok) return <ErrorState error={result.error} />;
  const t = await getTranslations("admin.permissions");
  return (
    <>
      <PageHeader title={t("title")} meta={t("intro")} className="pb-2" />
      <AdminTabs current="permissions" />
      <PermissionMatrix groups={result.data} />
    </>
  );
}
