"use client";

import { List, ListTree } from "lucide-react";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";

/** List or tree, kept in the address; a filter goes along. */
export function ViewSwitch({ view }: { view: "list" | "tree" }) {
  const t = useTranslations("repositories.view");
  const query = useSearchParams();
  const href = (next: "list" | "tree") => {
    const search = new URLSearchParams();
    const filter = query.get("q");
    if (filter) search.set("q", filter);
    if (next === "tree") search.set("view", "tree");
    return `?${search}`;
  };
  const options = [
    { value: "list", label: t("list"), Icon: List },
    { value: "tree", label: t("tree"), Icon: ListTree },
  ] as const;
  return (
    <nav
      aria-label={t("label")}
      className="inline-flex w-fit rounded-md border border-line-strong bg-sunk p-0.5"
    >
      {options.map(({ value, label, Icon }) => (
        <Link
          key={value}
          href={href(value)}
          aria-current={view === value ? "page" : undefined}
          className="inline-flex h-6.5 pointer-coarse:h-10 items-center gap-1.5 rounded-[5px] px-2.5 font-medium text-ink-2 text-xs hover:text-ink aria-[current=page]:bg-surface aria-[current=page]:text-ink aria-[current=page]:shadow-[0_0_0_1px_var(--line-strong)]"
        >
          <Icon aria-hidden="true" className="size-3.5" />
          {label}
        </Link>
      ))}
    </nav>
  );
}
