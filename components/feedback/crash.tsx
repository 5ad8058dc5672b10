"use client";

import { CircleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { Button } from "../ui/button.tsx";
import { useErrorWords } from "./error-words.ts";
import { useRecovery } from "./use-recovery.ts";

export interface CrashProps {
  error: Error & { digest?: string };
  reset: () => void;
}

/** What a route shows when rendering threw. The digest is what the server's log has, too. */
export function Crash({ error, reset }: CrashProps) {
  const t = useTranslations();
  const away = useRecovery(error.digest === "DATABASE_UNAVAILABLE", reset);
  useEffect(() => {
    console.error(error);
  }, [error]);
  const words = useErrorWords();
  // lib/auth gives this digest when it cannot know who is there: an outage, not a fault, and nobody is signed out.
  const { title, help } = away
    ? words({ code: "DATABASE_UNAVAILABLE" })
    : { title: t("ui.error.crashedTitle"), help: t("ui.error.crashedHelp") };
  return (
    <div role="alert" className="mx-auto flex max-w-md flex-col items-center gap-2 px-4 py-16 text-center">
      <CircleAlert aria-hidden="true" className="size-7 text-danger" />
      <h1 className="font-semibold text-base">{title}</h1>
      <p className="text-ink-2 text-sm">{help}</p>
      {error.digest && !away ? (
        <p className="font-mono text-ink-3 text-xs">{t("ui.error.reference", { digest: error.digest })}</p>
      ) : null}
      <Button variant="primary" onClick={reset} className="mt-4">
        {t("common.retry")}
      </Button>
    </div>
  );
}
