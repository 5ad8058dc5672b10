import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { EmptyState } from "#components/feedback/empty-state.tsx";
import { Button } from "#components/ui/button.tsx";

export default async function NotFound() {
  const t = await getTranslations();
  return (
    <EmptyState
      title={t("ui.error.notFoundTitle")}
      actions={
        <Button asChild>
          <Link href="/">{t("common.home")}</Link>
        </Button>
      }
    >
      {t("ui.error.notFoundHelp")}
    </EmptyState>
  );
}
