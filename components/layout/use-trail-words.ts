import { useTranslations } from "next-intl";
import type { TrailWords } from "./trail.ts";

/** Names of our own pages, in the reader's language. */
export function useTrailWords(): TrailWords {
  const t = useTranslations("shell");
  const jobs = useTranslations("jobs");
  const activity = useTranslations("activity");
  return {
    overview: t("overview"),
    search: t("searchCrumb"),
    registries: t("registries"),
    connect: t("connectCrumb"),
    settings: t("settings"),
    storage: t("storage"),
    activity: activity("title"),
    hosts: t("hosts"),
    jobs: t("jobs"),
    job: t("job"),
    workers: jobs("tabs.workers"),
    audit: t("audit"),
    people: t("people"),
    account: t("account"),
  };
}
