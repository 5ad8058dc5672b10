import { useTranslations } from "next-intl";
import { LinkTabs } from "#components/ui/tabs.tsx";

/** What was ordered, and who does it and when more comes. */
export function JobTabs({ current }: { current: "jobs" | "workers" }) {
  const t = useTranslations("jobs.tabs");
  return (
    <LinkTabs
      label={t("label")}
      className="mt-2"
      tabs={[
        { href: "/jobs", label: t("jobs"), active: current === "jobs" },
        { href: "/jobs/workers", label: t("workers"), active: current === "workers" },
      ]}
    />
  );
}
