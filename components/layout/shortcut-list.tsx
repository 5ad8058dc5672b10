"use client";

import { useTranslations } from "next-intl";
import { Dialog } from "../ui/dialog.tsx";
import { Kbd } from "../ui/kbd.tsx";

export default function ShortcutList(props: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const t = useTranslations("shell.keys");
  const rows = [
    { keys: ["Ctrl K", "⌘K"], words: t("search") },
    { keys: ["j", "k"], words: t("move") },
    { keys: ["Enter"], words: t("open") },
    { keys: ["x"], words: t("select") },
    { keys: ["/"], words: t("filter") },
    { keys: ["?"], words: t("help") },
  ];
  return (
    <Dialog {...props} size="sm" title={t("title")}>
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
    </Dialog>
  );
}
