import { useTranslations } from "next-intl";
import { useCallback } from "react";

/** The machine's own host is called what it is in the reader's language; every other by its name. */
export function useHostName(): (name: string) => string {
  const t = useTranslations("hosts");
  return useCallback((name: string) => (name === "local" ? t("local") : name), [t]);
}
