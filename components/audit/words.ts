import { useTranslations } from "next-intl";
import { useCallback } from "react";

/** Chosen at run time by an operation's id; a test holds the words against the declared operations. */
export interface LooseTranslator {
  (key: string): string;
  has(key: string): boolean;
}

/** "registry.create" in the reader's language; an id of another version of Longshore stays as it is. */
export function useActionWords(): (action: string) => string {
  const t = useTranslations("audit.action") as unknown as LooseTranslator;
  return useCallback(
    (action) => (/^[a-zA-Z]+\.[a-zA-Z]+$/.test(action) && t.has(action) ? t(action) : action),
    [t],
  );
}

/** What a recorded fact or field is called; one of another version of Longshore keeps its own name. */
export function useFactWords(): (field: string) => string {
  const t = useTranslations("audit.fact") as unknown as LooseTranslator;
  return useCallback((field) => (/^[a-zA-Z]+$/.test(field) && t.has(field) ? t(field) : field), [t]);
}
