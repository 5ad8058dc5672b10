import { useTranslations } from "next-intl";
import type { ErrorDto } from "#lib/errors.ts";

/** The sentence for one field of a refused input; undefined when it was accepted. */
export function useFieldErrors(error: ErrorDto | null): (field: string) => string | undefined {
  const t = useTranslations("validation");
  return (field) => {
    const key = error?.fields?.[field];
    return key && t(key);
  };
}
