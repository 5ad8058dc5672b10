import type { LucideIcon } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import type { RecentChange } from "#lib/services/notifications/index.ts";
import { activityHref, manifestHref, repositoryHref, tagHref } from "../hrefs.ts";
import { ForeignText } from "../ui/foreign-text.tsx";
import { Time } from "../ui/time.tsx";

type Subject = Pick<RecentChange, "registryId" | "repository" | "tag" | "page" | "at"> & {
  readonly digest?: string | null;
};

interface RecentLineProps {
  subject: Subject;
  icon: LucideIcon;
  tone: string;
  children: ReactNode;
}

/** What happened to an image, when, and the way to it. */
export function RecentLine({ subject, icon: Icon, tone, children }: RecentLineProps) {
  return (
    <li>
      <Link
        href={hrefOf(subject)}
        prefetch={false}
        className="grid grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-3 px-4 py-2.5 -outline-offset-2 hover:bg-sunk"
      >
        <Icon aria-hidden="true" className={`size-4 ${tone}`} />
        <span className="flex min-w-0 flex-col">
          <span className="truncate font-medium font-mono text-ink max-sm:wrap-anywhere max-sm:whitespace-normal">
            <ForeignText text={nameOf(subject)} whole reference />
          </span>
          <span className="wrap-anywhere text-ink-3 text-xs">{children}</span>
        </span>
        <Time value={subject.at} className="text-ink-3" />
      </Link>
    </li>
  );
}

function nameOf({ repository, tag, digest }: Subject): string {
  return `${repository}${tag ? `:${tag}` : digest ? `@${digest.slice(0, 19)}` : ""}`;
}

/** What the index does not know is in what the registry told. */
function hrefOf({ page, registryId, repository, tag, digest }: Subject): string {
  if (page === "tag" && tag) return tagHref(registryId, repository, tag);
  if (page === "activity") return activityHref(registryId, repository);
  if (page === "manifest" && digest) return manifestHref(registryId, repository, digest);
  return page === null ? activityHref(registryId) : repositoryHref(registryId, repository);
}
