"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Callout } from "#components/ui/callout.tsx";
import { CodeBlock } from "#components/ui/copy.tsx";
import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/select.tsx";
import type { ProductId } from "#lib/registry/types.ts";
import { guideOf, guides, linesFor } from "./notification-guides.ts";

const local = /^https?:\/\/(localhost|127\.|\[::1\])/;

/** The address a registry posts to, while it can be seen, and how its product is told. */
export function NewAddress({ url, product }: { url: string; product: ProductId }) {
  const t = useTranslations("activity.settings");
  const known = guideOf(product);
  const [guide, setGuide] = useState(known ?? "distribution");
  const lines = linesFor(guide, url);
  return (
    <div className="mt-4 flex flex-col gap-4 text-ink-2 text-sm">
      <Callout tone="warn" role="status" title={t("once")}>
        {t("onceHelp")}
      </Callout>
      <div className="flex flex-col gap-1.5">
        <h3 className="font-medium text-ink">{t("address")}</h3>
        <CodeBlock code={url} label={t("copyAddress")} />
        {local.test(url) ? <p>{t("local")}</p> : null}
      </div>
      {known ? null : <p>{t("unknown")}</p>}
      <Field label={t("product")}>
        <Select
          value={guide}
          onValueChange={setGuide}
          options={guides.map((value) => ({ value, label: t(`guides.${value}.name`) }))}
        />
      </Field>
      <ol className="flex list-decimal flex-col gap-2 pl-5 marker:text-ink-3">
        <li>
          {t(`guides.${guide}.where`)}
          {lines ? <CodeBlock code={lines} label={t("copyLines")} className="mt-1.5" /> : null}
        </li>
        <li>{t(`guides.${guide}.fill`)}</li>
      </ol>
      <p>{t(`guides.${guide}.tells`)}</p>
    </div>
  );
}
