"use client";

import { Copy } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useToast } from "#components/feedback/toast.tsx";
import { Button } from "#components/ui/button.tsx";
import { copyText } from "#components/ui/copy-text.ts";
import { formatCount } from "#lib/format.ts";
import type { TagRow } from "#lib/services/tags/index.ts";

interface CopyReferencesProps {
  /** "harbor.acme.internal/payments/checkout" */
  image: string;
  tags: readonly TagRow[];
}

/** The selected tags as references, one a line: as they are called, or pinned to what they point at now. */
export function CopyReferences({ image, tags }: CopyReferencesProps) {
  const t = useTranslations("tags.list.bulk");
  const locale = useLocale();
  const toast = useToast();
  const pinned = tags.flatMap(({ digest }) => (digest ? [`${image}@${digest}`] : []));
  const copy = async (lines: readonly string[]) => {
    if (!(await copyText(lines.join("\n")))) return;
    const words = formatCount(lines.length, locale);
    toast.ok({ id: "copied", title: t("copied", { count: lines.length, words }) });
  };
  return (
    <>
      <Button size="sm" onClick={() => void copy(tags.map(({ name }) => `${image}:${name}`))}>
        <Copy aria-hidden="true" />
        {t("copyReferences")}
      </Button>
      {pinned.length === tags.length ? (
        <Button size="sm" onClick={() => void copy([...new Set(pinned)])}>
          <Copy aria-hidden="true" />
          {t("copyDigests")}
        </Button>
      ) : null}
    </>
  );
}
