"use client";

import { CircleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { ErrorDto } from "#lib/errors.ts";
import { Callout } from "../ui/callout.tsx";
import { CodeBlock } from "../ui/copy.tsx";
import { useErrorWords } from "./error-words.ts";

interface ErrorStateProps {
  error: ErrorDto;
  /** "block" takes the place of the content; "inline" stands in a form or above it. */
  size?: "block" | "inline";
  /** "warn" for what passes by itself and took nothing away; inline only. */
  tone?: "danger" | "warn";
  /** Try again, or the known fix as a link. */
  actions?: ReactNode;
}

/** What happened, what to do, and the upstream's own words one click away. */
export function ErrorState({ error, size = "block", tone = "danger", actions }: ErrorStateProps) {
  const words = useErrorWords()(error);
  const upstream = <UpstreamWords error={error} />;
  if (size === "inline") {
    return (
      <Callout tone={tone} role="alert" title={words.title} actions={actions}>
        <p>{words.help}</p>
        {upstream}
      </Callout>
    );
  }
  return (
    <div
      role="alert"
      className="mx-auto flex w-full max-w-xl flex-col items-center gap-2 px-4 py-14 text-center"
    >
      <CircleAlert aria-hidden="true" className="size-7 text-danger" />
      <h2 className="font-semibold text-base">{words.title}</h2>
      <p className="text-ink-2 text-sm">{words.help}</p>
      {upstream}
      {actions ? <div className="mt-3 flex flex-wrap justify-center gap-2">{actions}</div> : null}
    </div>
  );
}

function UpstreamWords({ error }: { error: ErrorDto }) {
  const t = useTranslations("ui.error");
  const { expected, actual } = error.params ?? {};
  const facts = [
    error.status === undefined ? null : t("status", { status: String(error.status) }),
    error.requestId ? t("request", { id: error.requestId }) : null,
    expected === undefined ? null : t("expected", { digest: String(expected) }),
    actual === undefined ? null : t("received", { digest: String(actual) }),
  ].filter((fact) => fact !== null);
  if (!error.upstream && facts.length === 0) return null;
  return (
    <details className="mt-1 w-full min-w-0 text-left text-xs">
      <summary className="w-fit text-ink-2 underline decoration-line-strong underline-offset-4 hover:text-ink">
        {error.upstream ? t("upstream") : t("details")}
      </summary>
      {facts.map((fact) => (
        <p key={fact} className="mt-1.5 break-all text-ink-2">
          {fact}
        </p>
      ))}
      {error.upstream ? (
        <CodeBlock
          code={error.upstream}
          className="mt-1.5 max-h-60 overflow-auto [&_pre]:whitespace-pre-wrap [&_pre]:[overflow-wrap:anywhere]"
        />
      ) : null}
    </details>
  );
}
