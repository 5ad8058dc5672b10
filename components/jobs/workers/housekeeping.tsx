import { useTranslations } from "next-intl";
import { DetailList } from "#components/ui/panel.tsx";
import { Section } from "#components/ui/section.tsx";

const chores = ["recheck", "storage", "events"] as const;

/** What every instance does by itself, without a job. */
export function Housekeeping() {
  const t = useTranslations("jobs.housekeeping");
  return (
    <Section title={t("title")}>
      <DetailList
        items={chores.map((chore) => ({ key: chore, label: t(`${chore}.what`), value: t(`${chore}.when`) }))}
      />
    </Section>
  );
}
