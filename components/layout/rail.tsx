"use client";

import {
  LayoutDashboard,
  ListChecks,
  type LucideIcon,
  PanelLeftClose,
  Plus,
  ScrollText,
  Search,
  Users,
} from "lucide-react";
import { usePathname } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { formatCount } from "#lib/format.ts";
import { hostHref, registryHref } from "../hrefs.ts";
import { cn } from "../ui/cn.ts";
import { IconButton } from "../ui/icon-button.tsx";
import { Link } from "../ui/link.tsx";
import { Mark } from "../ui/mark.tsx";
import { StatusDot } from "../ui/status-dot.tsx";
import { HostDot } from "./host-dot.tsx";
import type { ShellData } from "./types.ts";

interface RailProps extends ShellData {
  /** Its absence leaves out the head: a phone's menu has its own. */
  onCollapse?: () => void;
  /** A link was followed: the phone's menu closes. */
  onNavigate?: () => void;
}

/** The places, as drawn: only those this person may see. */
export function Rail({ rights, registries, hosts, onCollapse, onNavigate }: RailProps) {
  const t = useTranslations("shell");
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: listens for links inside; they have their own keys
    // biome-ignore lint/a11y/noStaticElementInteractions: see above
    <div
      className="flex min-h-full flex-col px-2.5 pb-4"
      onClick={(event) => {
        if (event.target instanceof Element && event.target.closest("a")) onNavigate?.();
      }}
    >
      {onCollapse ? (
        <div className="flex h-13 shrink-0 items-center justify-between pr-1 pl-2">
          <Link
            href="/"
            className="thumb relative flex items-center gap-2.5 rounded-sm font-semibold text-base tracking-tight"
          >
            <Mark size={19} />
            {t("product")}
          </Link>
          <IconButton label={t("collapse")} size="sm" tip="none" onClick={onCollapse} className="text-ink-3">
            <PanelLeftClose />
          </IconButton>
        </div>
      ) : null}
      <nav aria-label={t("navigation")} className="flex flex-col gap-5">
        <ul className="flex flex-col gap-px">
          <Item href="/" icon={LayoutDashboard} label={t("overview")} exact />
          <Item href="/search" icon={Search} label={t("searchCrumb")} />
        </ul>
        <Group label={t("registries")} href="/registries">
          {registries.map((registry) => (
            <Item
              key={registry.id}
              href={registryHref(registry.id)}
              label={registry.name}
              lead={<StatusDot status={registry.status} label={t(`status.${registry.status}`)} />}
              count={registry.repositories}
            />
          ))}
          {rights.connectRegistry ? (
            <Item href="/registries/connect" icon={Plus} label={t("connect")} exact quiet />
          ) : null}
        </Group>
        {hosts.length > 0 ? (
          <Group label={t("hosts")}>
            {hosts.map((host) => (
              <Item
                key={host.id}
                href={hostHref(host.id)}
                label={host.name}
                lead={<HostDot id={host.id} />}
              />
            ))}
          </Group>
        ) : null}
        <Group label={t("work")}>
          <Item href="/jobs" icon={ListChecks} label={t("jobs")} />
        </Group>
        {rights.audit || rights.users ? (
          <Group label={t("administration")}>
            {rights.audit ? <Item href="/audit" icon={ScrollText} label={t("audit")} /> : null}
            {rights.users ? <Item href="/admin/users" icon={Users} label={t("people")} /> : null}
          </Group>
        ) : null}
      </nav>
    </div>
  );
}

function Group({ label, href, children }: { label: string; href?: string; children: ReactNode }) {
  return (
    <div>
      <h2 className="px-2.5 pb-1 font-medium text-ink-3 text-xs">
        {href ? (
          <Link href={href} className="thumb relative rounded-sm hover:text-ink">
            {label}
          </Link>
        ) : (
          label
        )}
      </h2>
      <ul className="flex flex-col gap-px">{children}</ul>
    </div>
  );
}

interface ItemProps {
  href: string;
  label: string;
  icon?: LucideIcon;
  lead?: ReactNode;
  count?: number | null;
  /** Only this address, not what lies under it. */
  exact?: boolean;
  quiet?: boolean;
}

function Item({ href, label, icon: Icon, lead, count, exact = false, quiet = false }: ItemProps) {
  const pathname = usePathname();
  const locale = useLocale();
  const here = pathname === href || (!exact && pathname.startsWith(`${href}/`));
  return (
    <li>
      <Link
        href={href}
        aria-current={here ? "page" : undefined}
        className={cn(
          "group/item flex h-8 pointer-coarse:h-10 items-center gap-2 rounded-md border border-transparent px-2 text-sm",
          here
            ? "border-line bg-surface font-medium text-ink"
            : "text-ink-2 hover:bg-[color-mix(in_oklch,var(--ink)_5%,transparent)] hover:text-ink",
          quiet && !here && "text-ink-3",
        )}
      >
        <span className="grid size-4 shrink-0 place-items-center">
          {Icon ? (
            <Icon aria-hidden="true" className={cn("size-4", here ? "text-signal-ink" : "text-ink-3")} />
          ) : (
            lead
          )}
        </span>
        <span className="min-w-0 flex-1 truncate" title={label}>
          {label}
        </span>
        {count === undefined ? null : (
          <span className="text-ink-3 text-xs">{count === null ? "—" : formatCount(count, locale)}</span>
        )}
      </Link>
    </li>
  );
}
