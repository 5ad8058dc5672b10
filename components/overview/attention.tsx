import { CircleAlert, CircleCheck, CircleDashed, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ErrorDto } from "#lib/errors.ts";
import { useErrorWords } from "../feedback/error-words.ts";
import { Button } from "../ui/button.tsx";
import { ForeignText } from "../ui/foreign-text.tsx";
import { Panel } from "../ui/panel.tsx";

export interface Concern {
  readonly id: string;
  readonly kind: "unreachable" | "needsLook" | "nearLimit" | "truncated" | "hostAway" | "failedJob";
  /** The registry, the Docker host or the image it is about. */
  readonly name: string;
  readonly error: ErrorDto | null;
  /** Where it is looked at. */
  readonly href: string;
}

interface AttentionProps {
  concerns: readonly Concern[];
  /** Not everybody has answered yet: nothing to tell is not said. */
  asking?: boolean;
}

const graves: readonly Concern["kind"][] = ["unreachable", "hostAway", "failedJob"];

/** What somebody should look at, worst first, each with its cause and the fix. */
export function Attention({ concerns, asking = false }: AttentionProps) {
  const t = useTranslations("shell.home");
  const sentence = useTranslations("ui.error");
  const words = useErrorWords();
  if (concerns.length === 0) {
    const Icon = asking ? CircleDashed : CircleCheck;
    return (
      <p className="flex items-center gap-2 rounded-lg border border-line bg-surface px-4 py-3 text-ink-2 text-sm">
        <Icon aria-hidden="true" className={`size-4 shrink-0 ${asking ? "text-ink-3" : "text-ok"}`} />
        {t(asking ? "looking" : "allWell")}
      </p>
    );
  }
  return (
    <Panel flush title={t("attention")}>
      <ul className="divide-y divide-line">
        {concerns.map((concern) => {
          const grave = graves.includes(concern.kind);
          const Icon = grave ? CircleAlert : TriangleAlert;
          const cause = concern.error ? words(concern.error) : null;
          return (
            <li key={concern.id} className="flex items-start gap-3 px-4 py-3">
              <Icon
                aria-hidden="true"
                className={`mt-0.5 size-4 shrink-0 ${grave ? "text-danger" : "text-warn"}`}
              />
              <div className="min-w-0 flex-1">
                <p className="wrap-anywhere font-medium">
                  <ForeignText text={t(concern.kind, { name: concern.name })} whole />
                </p>
                {cause ? (
                  <p className="text-ink-2">
                    {sentence("sentence", { title: cause.title, help: cause.help })}
                  </p>
                ) : null}
              </div>
              <Button size="sm" asChild>
                <Link href={concern.href}>{t("open")}</Link>
              </Button>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
