import { useTranslations } from "next-intl";
import type { ValidationKey } from "#lib/errors.ts";

/** The sentence for a field error of an answer; nothing when there is none. */
export function useFieldError(): (key: string | undefined) => string | undefined {
  const t = useTranslations("validation");
  return (key) =>
    key === undefined ? undefined : t.has(key as ValidationKey) ? t(key as ValidationKey) : t("invalid");
}
