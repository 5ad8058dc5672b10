import { useTranslations } from "next-intl";
import { EmptyState } from "#components/feedback/empty-state.tsx";
import { CodeBlock } from "#components/ui/copy.tsx";

interface NoTagsProps {
  host: string;
  repository: string;
  /** Its list was never read to the end: nobody knows that there are none. */
  unread: boolean;
}

/** A repository without tags: how one comes here. */
export function NoTags({ host, repository, unread }: NoTagsProps) {
  const t = useTranslations("tags.list");
  if (unread) return <EmptyState title={t("unknownTitle")}>{t("unknownHelp")}</EmptyState>;
  return (
    <EmptyState title={t("emptyTitle")}>
      <p>{t("emptyHelp")}</p>
      <CodeBlock className="mt-3 text-left" code={`docker push ${host}/${repository}:1.0`} />
    </EmptyState>
  );
}
