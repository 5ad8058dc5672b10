import { useTranslations } from "next-intl";
import { EmptyState } from "#components/feedback/empty-state.tsx";
import { CodeBlock } from "#components/ui/copy.tsx";

/** A repository without tags: how one comes here. */
export function NoTags({ host, repository }: { host: string; repository: string }) {
  const t = useTranslations("tags.list");
  return (
    <EmptyState title={t("emptyTitle")}>
      <p>{t("emptyHelp")}</p>
      <CodeBlock className="mt-3 text-left" code={`docker push ${host}/${repository}:1.0`} />
    </EmptyState>
  );
}
