"use client";

import { useTranslations } from "next-intl";
import { hasPageKeys } from "../data-table/page-keys.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Kbd } from "../ui/kbd.tsx";

/** The keys of this page: a page without a list does not tell a list's. */
export default function ShortcutList(props: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const t = useTranslations("shell.keys");
  const filter = { keys: ["/"], words: t("filter") };
  const groups = [
    {
      heading: t("everywhere"),
      shown: true,
      rows: [
        { keys: ["Ctrl K", "⌘K"], words: t("search") },
        { keys: ["?"], words: t("help") },
        { keys: ["Esc"], words: t("close") },
      ],
    },
    {
      heading: t("lists"),
      shown: hasPageKeys("filter"),
      rows: hasPageKeys("list")
        ? [
            { keys: ["j", "k", "↓", "↑"], words: t("move") },
            { keys: ["Enter"], words: t("open") },
            filter,
            { keys: ["Home", "End"], words: t("ends") },
          ]
        : [filter],
    },
    {
      heading: t("selection"),
      shown: hasPageKeys("selection"),
      rows: [
        { keys: ["x"], words: t("select") },
        { keys: ["Shift x"], words: t("range") },
        { keys: ["Shift j", "Shift k"], words: t("extend") },
      ],
    },
  ].filter(({ shown }) => shown);
  return (
    <Dialog {...props} size="sm" title={t("title")}>
      <div className="flex flex-col gap-4">
        {groups.map(({ heading, rows }) => (
          <section key={heading}>
            <h3 className="pb-1 font-medium text-ink-3 text-xs">{heading}</h3>
            <dl className="flex flex-col divide-y divide-line">
              {rows.map((row) => (
                <div key={row.words} className="flex items-center justify-between gap-4 py-2">
                  <dt>{row.words}</dt>
                  <dd className="flex gap-1.5">
                    {row.keys.map((key) => (
                      <Kbd key={key}>{key}</Kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
