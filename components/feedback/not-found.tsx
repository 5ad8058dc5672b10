import Link from "next/link";
import { useTranslations } from "next-intl";
import { Button } from "../ui/button.tsx";
import { Mark } from "../ui/mark.tsx";
import { EmptyState } from "./empty-state.tsx";

/** What stands where an address leads nowhere. */
export function NotFoundState() {
  const t = useTranslations();
  return (
    <EmptyState
      icon={<Mark size={40} />}
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
