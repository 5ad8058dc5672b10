"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { EmptyState } from "#components/feedback/empty-state.tsx";
import { Button } from "#components/ui/button.tsx";
import { registryHref } from "../hrefs.ts";

/** Instead of a repository, tag or manifest that is not known: where it would be listed. */
export default function NotInRegistry() {
  const t = useTranslations("repositories.notFound");
  const [, , registryId = ""] = usePathname().split("/");
  return (
    <EmptyState
      title={t("title")}
      actions={
        <Button asChild>
          <Link href={registryHref(registryId)}>{t("back")}</Link>
        </Button>
      }
    >
      {t("help")}
    </EmptyState>
  );
}
