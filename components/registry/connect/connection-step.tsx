"use client";

import { CircleAlert, CircleCheck, CircleDashed, CircleX, LoaderCircle } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { CodeBlock } from "#components/ui/copy.tsx";
import type { ConnectionStep } from "#lib/registry/connection-types.ts";
import { useStepWords } from "./step-words.ts";

const icons = {
  running: { Icon: LoaderCircle, tone: "animate-spin text-ink-3" },
  ok: { Icon: CircleCheck, tone: "text-ok" },
  warn: { Icon: CircleAlert, tone: "text-warn" },
  error: { Icon: CircleX, tone: "text-danger" },
  skipped: { Icon: CircleDashed, tone: "text-ink-3" },
} as const;

/** The steps in the order they run. */
const order: readonly ConnectionStep["id"][] = ["address", "tls", "api", "signIn", "listing", "product"];

/** What the test will look at, in the shape of what comes. */
export function StepsToCome({ after }: { readonly after: number }) {
  const t = useTranslations("registries.test.step");
  const { Icon, tone } = icons.skipped;
  return order.slice(after).map((id) => (
    <li key={id} className="flex gap-3 py-2.5 text-ink-3 text-sm">
      <Icon aria-hidden="true" className={cn("mt-0.5 size-4.5 shrink-0", tone)} />
      {t(`${id}.error`)}
    </li>
  ));
}

interface ConnectionStepProps {
  readonly step: ConnectionStep;
  /** Takes the address that would work instead. */
  readonly onUseEndpoint?: ((endpoint: string) => void) | undefined;
  readonly onApprove?: ((tokenHost: string) => void) | undefined;
}

/** One line of the test: what happened, what to do, and the registry's own words one click away. */
export function ConnectionStepLine({ step, onUseEndpoint, onApprove }: ConnectionStepProps) {
  const t = useTranslations("registries.test");
  const { title, detail, aside } = useStepWords()(step);
  const { Icon, tone } = icons[step.state];
  const { suggestion, approve } = step;
  const upstream = step.state === "error" || step.state === "warn" ? step.error?.upstream : undefined;
  return (
    <li className="flex gap-3 py-2.5" data-step={step.id} data-state={step.state}>
      <Icon aria-hidden="true" className={cn("mt-0.5 size-4.5 shrink-0", tone)} />
      <div className="min-w-0 flex-1 text-sm">
        <p className={cn("flex justify-between gap-3", aside ? "text-ink-3" : "font-semibold")}>
          <span>
            {title}
            <span className="sr-only"> ({t(`state.${step.state}`)})</span>
          </span>
          {aside ? <span>{aside}</span> : null}
        </p>
        {detail ? <p className="break-words text-ink-2">{detail}</p> : null}
        {suggestion && onUseEndpoint ? (
          <Button size="sm" className="mt-2 max-w-full" onClick={() => onUseEndpoint(suggestion.endpoint)}>
            <span className="truncate">{t("useInstead", { endpoint: suggestion.endpoint })}</span>
          </Button>
        ) : null}
        {approve && onApprove ? (
          <div className="mt-2 flex flex-col items-start gap-2">
            <p className="text-ink-2">{t("approveNote", { host: approve.tokenHost })}</p>
            <Button size="sm" className="max-w-full" onClick={() => onApprove(approve.tokenHost)}>
              <span className="truncate">{t("approve", { host: approve.tokenHost })}</span>
            </Button>
          </div>
        ) : null}
        {upstream ? (
          <details className="mt-1.5 text-xs">
            <summary className="w-fit text-ink-2 underline decoration-line-strong underline-offset-4 hover:text-ink">
              {t("upstream")}
            </summary>
            <CodeBlock
              code={upstream}
              className="mt-1.5 max-h-48 overflow-auto [&_pre]:whitespace-pre-wrap"
            />
          </details>
        ) : null}
      </div>
    </li>
  );
}
