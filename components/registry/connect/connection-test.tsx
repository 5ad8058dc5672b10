"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useRef } from "react";
import { ErrorState } from "#components/feedback/error-state.tsx";
import { ConnectionStepLine, StepsToCome } from "./connection-step.tsx";
import { useStepWords } from "./step-words.ts";
import type { ConnectionTest } from "./use-connection-test.ts";

interface ConnectionTestPanelProps {
  readonly test: ConnectionTest;
  readonly onUseEndpoint?: (endpoint: string) => void;
  readonly onApprove?: (tokenHost: string) => void;
  /** Said above the steps: what was left out of this test, and why. */
  readonly note?: ReactNode;
  /** The values changed since. */
  readonly stale?: boolean;
}

/** The connection test as it runs. Field errors are shown at their fields, not here. */
export function ConnectionTestPanel({
  test,
  onUseEndpoint,
  onApprove,
  note,
  stale = false,
}: ConnectionTestPanelProps) {
  const t = useTranslations("registries.test");
  const { state, steps, error } = test;
  const words = useStepWords();
  const last = steps.findLast((step) => step.state !== "running" && step.state !== "skipped");
  // While it runs every step that ended; then what came of it, with the step it failed at.
  const spoken = [
    state === "passed" || state === "failed" ? t(state) : null,
    last && (state === "running" || last.state === "error")
      ? `${words(last).title} (${t(`state.${last.state}`)})`
      : null,
    state === "running" && !last ? t(state) : null,
  ]
    .filter(Boolean)
    .join(" ");
  const panel = useRef<HTMLElement>(null);
  // On a phone the panel stands below the form: whoever asked for the test sees its answer.
  useEffect(() => {
    if (state !== "idle") panel.current?.scrollIntoView({ block: "nearest" });
  }, [state]);
  return (
    <section ref={panel} aria-labelledby="connection-test" aria-busy={state === "running"}>
      <h2 id="connection-test" className="pb-2.5 text-ink-2 text-sm">
        {t("heading")}
      </h2>
      <p role="status" className="sr-only">
        {spoken}
      </p>
      {note ? <p className="border-line border-t py-2.5 text-ink-2 text-sm">{note}</p> : null}
      {error && !error.fields ? <ErrorState error={error} size="inline" /> : null}
      {state === "idle" ? <p className="border-line border-t py-3 text-ink-2 text-sm">{t("idle")}</p> : null}
      {error && !error.fields && steps.length === 0 ? null : (
        <ol className="divide-y divide-line border-line border-y">
          {steps.map((step) => (
            <ConnectionStepLine
              key={step.id}
              step={step}
              onUseEndpoint={onUseEndpoint}
              onApprove={onApprove}
            />
          ))}
          {state === "running" || steps.length === 0 ? <StepsToCome after={steps.length} /> : null}
        </ol>
      )}
      {stale && state !== "idle" ? <p className="pt-2.5 text-ink-2 text-sm">{t("stale")}</p> : null}
    </section>
  );
}
