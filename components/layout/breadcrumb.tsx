"use client";

import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { Fragment } from "react";
import { CopyButton } from "../ui/copy.tsx";
import { Link } from "../ui/link.tsx";
import { folded, trailOf } from "./trail.ts";
import type { RailHost, RailRegistry } from "./types.ts";
import { useTrailWords } from "./use-trail-words.ts";

/** Where you are; and, inside a registry, the reference to take along. */
export function Breadcrumb({
  registries,
  hosts,
}: {
  registries: readonly RailRegistry[];
  hosts: readonly RailHost[];
}) {
  const t = useTranslations("shell");
  const { crumbs, reference } = trailOf(usePathname(), { registries, hosts }, useTrailWords());
  return (
    <div className="flex min-w-0 flex-1 items-center gap-1">
      <nav aria-label={t("breadcrumb")} className="min-w-0">
        <ol className="flex min-w-0 items-center text-sm">
          {folded(crumbs).map((crumb, index, shown) => {
            const last = index === shown.length - 1;
            return (
              <Fragment key={`${crumb.separator ?? ""}${crumb.label}`}>
                {index > 0 ? (
                  <li
                    aria-hidden="true"
                    className={crumb.separator === "/" || !crumb.separator ? "px-2 text-ink-3" : "text-ink-3"}
                  >
                    {crumb.separator ?? "/"}
                  </li>
                ) : null}
                <li
                  className={
                    last
                      ? "min-w-0 shrink-[6] truncate font-semibold text-ink"
                      : "min-w-0 max-w-60 truncate text-ink-2"
                  }
                >
                  {crumb.href ? (
                    <Link
                      href={crumb.href}
                      className="rounded-sm hover:text-ink hover:underline hover:underline-offset-4"
                    >
                      {crumb.label}
                    </Link>
                  ) : (
                    <span aria-current={last ? "page" : undefined} title={crumb.title}>
                      {crumb.label}
                    </span>
                  )}
                </li>
              </Fragment>
            );
          })}
        </ol>
      </nav>
      {reference ? <CopyButton value={reference} label={t("copyReference")} /> : null}
    </div>
  );
}
