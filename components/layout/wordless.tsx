import { useTranslations } from "next-intl";
import { Callout } from "../ui/callout.tsx";

/** Drawn by the server for the case that the browser gets no words to draw anything with (`data-wordless`, ask-words.ts). */
export function Wordless() {
  const t = useTranslations("ui.error");
  return (
    <div className="fixed inset-x-3 bottom-3 z-50 mx-auto hidden max-w-lg shadow-pop in-data-wordless:block">
      <Callout tone="warn" role="alert" title={t("wordlessTitle")}>
        {t("wordlessHelp")}
      </Callout>
    </div>
  );
}
