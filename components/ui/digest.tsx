"use client";

import { useTranslations } from "next-intl";
import { shortDigest } from "#lib/format.ts";
import { cn } from "./cn.ts";
import { Copyable } from "./copy.tsx";

interface DigestProps {
  value: string;
  /** From `shortDigests` where several stand side by side; otherwise cut to twelve digits. */
  short?: string;
  /** Leaves the algorithm away where the column says it. */
  bare?: boolean;
  /** Copies the whole digest on click. */
  copy?: boolean;
  className?: string;
}

export function Digest({ value, short, bare = false, copy = false, className }: DigestProps) {
  const t = useTranslations("ui");
  const text = short ?? shortDigest(value);
  const shown = bare ? text.slice(text.indexOf(":") + 1) : text;
  if (copy) {
    return (
      <Copyable value={value} label={t("copyDigest")} className={cn("text-xs", className)}>
        {shown}
      </Copyable>
    );
  }
  return (
    <span title={value} className={cn("font-mono text-xs", className)}>
      {shown}
    </span>
  );
}
