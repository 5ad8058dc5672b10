import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { EmptyState } from "#components/feedback/empty-state.tsx";
import { CodeBlock } from "#components/ui/copy.tsx";

interface NoRepositoriesProps {
  host: string;
  /** The registry does not say what it has: pinning is the next step. */
  refused: boolean;
  /** It was never read to the end, and cannot be now. */
  unread: boolean;
  pin?: ReactNode;
}

export function NoRepositories({ host, refused, unread, pin }: NoRepositoriesProps) {
  const t = useTranslations("repositories");
  if (refused) {
    return (
      <EmptyState title={t("refused.title")} actions={pin}>
        {t("refused.help")}
      </EmptyState>
    );
  }
  if (unread) return <EmptyState title={t("unread.title")}>{t("unread.help")}</EmptyState>;
  return (
    <EmptyState title={t("empty.title")} actions={pin}>
      <p>{t("empty.help")}</p>
      <CodeBlock className="mt-3 text-left" code={`docker push ${host}/team/app:1.0`} />
    </EmptyState>
  );
}
