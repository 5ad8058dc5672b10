"use client";

import { Check, Copy } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useState } from "react";
import { cn } from "./cn.ts";
import { copyText } from "./copy-text.ts";
import { IconButton } from "./icon-button.tsx";

/** Copies and says so for a moment, by icon and to screen readers. */
export function useCopy(value: string): { copied: boolean; copy: () => void } {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [copied]);
  return { copied, copy: () => void copyText(value).then(setCopied) };
}

/** @param label what is copied: "Copy digest" */
export function CopyButton({
  value,
  label,
  className,
}: {
  value: string;
  label?: string;
  className?: string;
}) {
  const t = useTranslations("common");
  const { copied, copy } = useCopy(value);
  return (
    <IconButton
      size="sm"
      label={copied ? t("copied") : (label ?? t("copy"))}
      onClick={copy}
      className={className}
    >
      {copied ? <Check className="text-ok" /> : <Copy />}
    </IconButton>
  );
}

/** A command or snippet to take along: scrolls by itself, copies whole. */
export function CodeBlock({ code, label, className }: { code: string; label?: string; className?: string }) {
  return (
    <div className={cn("group relative rounded-md border border-line bg-sunk", className)}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre tabIndex={0} className="overflow-x-auto py-2 pr-11 pl-3 font-mono text-ink text-xs leading-5">
        {code}
      </pre>
      <CopyButton
        value={code}
        {...(label ? { label } : {})}
        className="absolute top-0.5 right-1 bg-sunk shadow-[0.25rem_0_0_var(--sunk)]"
      />
    </div>
  );
}

/** Machine words that copy on click, with the whole value however short they are shown. */
export function Copyable({
  value,
  label,
  children,
  className,
}: {
  value: string;
  label?: string;
  children?: ReactNode;
  className?: string;
}) {
  const t = useTranslations("common");
  const { copied, copy } = useCopy(value);
  return (
    <button
      type="button"
      onClick={copy}
      title={value}
      className={cn(
        "group/copy thumb relative inline-flex max-w-full items-center gap-1.5 rounded-sm font-mono text-ink-2 hover:text-ink",
        className,
      )}
    >
      <span className="truncate">{children ?? value}</span>
      {copied ? (
        <Check aria-hidden="true" className="size-3.5 shrink-0 text-ok" />
      ) : (
        <Copy
          aria-hidden="true"
          className="size-3.5 shrink-0 text-ink-3 opacity-0 pointer-coarse:opacity-100 group-hover/copy:opacity-100 group-focus-visible/copy:opacity-100"
        />
      )}
      <span aria-live="polite" className="sr-only">
        {copied ? t("copied") : (label ?? t("copy"))}
      </span>
    </button>
  );
}
