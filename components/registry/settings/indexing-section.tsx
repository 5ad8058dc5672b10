"use client";

import { useTranslations } from "next-intl";
import { lazy, Suspense, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { DetailList, Panel } from "#components/ui/panel.tsx";
import type { IndexSettings } from "#lib/services/registries/types.ts";
import type { IndexingFieldsProps } from "./indexing-fields.tsx";

/** Its fields come when somebody changes them. */
const IndexingFields = lazy(() => import("./indexing-fields.tsx"));

/** When and how the registry is read without being opened. */
export function IndexingSection(props: Omit<IndexingFieldsProps, "onClose">) {
  const t = useTranslations("registries.settings");
  const [open, setOpen] = useState(false);
  const change = <Button onClick={() => setOpen(true)}>{t("indexing.change")}</Button>;
  return (
    <Panel title={t("indexing.title")} actions={open ? undefined : change}>
      {open ? (
        <Suspense fallback={<Settings settings={props.settings} />}>
          <IndexingFields {...props} onClose={() => setOpen(false)} />
        </Suspense>
      ) : (
        <Settings settings={props.settings} />
      )}
    </Panel>
  );
}

function Settings({ settings }: { settings: IndexSettings }) {
  const t = useTranslations("registries.settings.indexing");
  const { schedule, hour, zone, concurrency, rate, include, exclude } = settings;
  const patterns = (list: readonly string[]) => (
    <span className="wrap-anywhere font-mono">{list.join("  ")}</span>
  );
  const when =
    schedule === "nightly"
      ? t("nightlyAt", { hour: `${String(hour).padStart(2, "0")}:00`, zone })
      : t(`every.${schedule}`);
  const items = [
    { key: "schedule", label: t("schedule"), value: when },
    { key: "concurrency", label: t("concurrency"), value: String(concurrency) },
    { key: "rate", label: t("rate"), value: rate === null ? t("anyRate") : String(rate) },
    {
      key: "include",
      label: t("include"),
      value: include.length > 0 ? patterns(include) : t("all"),
    },
    ...(exclude.length > 0 ? [{ key: "exclude", label: t("exclude"), value: patterns(exclude) }] : []),
  ];
  return <DetailList items={items} />;
}
