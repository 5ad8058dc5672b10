"use client";

import { useSearchParams } from "next/navigation";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";
import { Link } from "./link.tsx";

export interface LinkTab {
  /** Where it leads. */
  href: string;
  label: ReactNode;
  /** Shown after the label, in a quieter tone. */
  count?: ReactNode;
  active: boolean;
}

/** Tabs that are links: each has an address, opens in a new window, and the back button works. */
export function LinkTabs({
  label,
  tabs,
  className,
}: {
  label: string;
  tabs: readonly LinkTab[];
  className?: string;
}) {
  return (
    <nav
      aria-label={label}
      className={cn("overflow-x-auto overflow-y-hidden border-line border-b", className)}
    >
      <ul className="-mb-px flex gap-6">
        {tabs.map((tab) => (
          <li key={tab.href}>
            <Link
              href={tab.href}
              scroll={false}
              aria-current={tab.active ? "page" : undefined}
              className="flex h-9.5 pointer-coarse:h-11 items-center gap-1.5 whitespace-nowrap border-transparent border-b-2 font-medium text-ink-2 text-sm outline-offset-[-2px] hover:text-ink aria-[current=page]:border-signal aria-[current=page]:text-ink forced-colors:border-[Canvas] forced-colors:aria-[current=page]:border-[Highlight]"
            >
              {tab.label}
              {tab.count === undefined ? null : (
                <span className="font-normal text-ink-3 text-xs">{tab.count}</span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Tabs kept in the query (`?tab=layers`); the first one is the default and leaves the address clean. */
export function QueryTabs({
  label,
  tabs,
  param = "tab",
  className,
}: {
  label: string;
  tabs: readonly { value: string; label: ReactNode; count?: ReactNode }[];
  param?: string;
  className?: string;
}) {
  const query = useSearchParams();
  const asked = query.get(param);
  const current = tabs.some(({ value }) => value === asked) ? asked : tabs[0]?.value;
  const links = tabs.map(({ value, ...tab }, position) => {
    const next = new URLSearchParams(query);
    if (position === 0) next.delete(param);
    else next.set(param, value);
    // Relative to the address shown: behind a rewrite the server knows another path than the browser.
    return { ...tab, href: `?${next}`, active: value === current };
  });
  return <LinkTabs label={label} tabs={links} {...(className ? { className } : {})} />;
}
