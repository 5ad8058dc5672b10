import {
  ArrowRight,
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CirclePause,
  CircleSlash,
  LoaderCircle,
} from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { JobDto } from "#lib/services/jobs/index.ts";
import { jobHref } from "../hrefs.ts";
import type { ShownState } from "../jobs/shown-state.ts";
import { ForeignText } from "../ui/foreign-text.tsx";
import { Panel } from "../ui/panel.tsx";
import { Time } from "../ui/time.tsx";

export interface OverviewJob {
  readonly id: string;
  readonly kind: JobDto["kind"];
  readonly state: ShownState;
  /** The image or the registry it is about. */
  readonly name: string;
  readonly host: string | null;
  readonly startedBy: string;
  readonly at: string;
}

const icons = {
  queued: { Icon: CircleDashed, tone: "text-ink-3" },
  running: { Icon: LoaderCircle, tone: "animate-spin text-signal-ink" },
  turn: { Icon: CircleDashed, tone: "text-ink-3" },
  retry: { Icon: CircleDashed, tone: "text-warn" },
  pausing: { Icon: CirclePause, tone: "text-ink-3" },
  cancelling: { Icon: CircleSlash, tone: "text-ink-3" },
  paused: { Icon: CirclePause, tone: "text-ink-3" },
  succeeded: { Icon: CircleCheck, tone: "text-ok" },
  failed: { Icon: CircleAlert, tone: "text-danger" },
  cancelled: { Icon: CircleSlash, tone: "text-ink-3" },
} as const;

export function JobList({ jobs }: { jobs: readonly OverviewJob[] }) {
  const t = useTranslations("shell.home");
  const words = useTranslations("jobs");
  return (
    <Panel
      flush
      title={t("jobs")}
      actions={
        <Link
          href="/jobs"
          className="thumb relative inline-flex items-center gap-1 rounded-sm text-signal-ink text-xs hover:underline"
        >
          {t("allJobs")}
          <ArrowRight aria-hidden="true" className="size-3.5" />
        </Link>
      }
    >
      {jobs.length === 0 ? (
        <p className="px-4 py-6 text-center text-ink-3">{t("noJobs")}</p>
      ) : (
        <ul className="divide-y divide-line">
          {jobs.map((job) => {
            const { Icon, tone } = icons[job.state];
            return (
              <li key={job.id}>
                <Link
                  href={jobHref(job.id)}
                  className="grid grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-3 px-4 py-2.5 -outline-offset-2 hover:bg-sunk"
                >
                  <Icon aria-hidden="true" className={`size-4 ${tone}`} />
                  <span className="flex min-w-0 flex-col">
                    <span className="truncate font-medium font-mono text-ink max-sm:wrap-anywhere max-sm:whitespace-normal">
                      <ForeignText text={job.name} whole reference />
                    </span>
                    <span className="truncate text-ink-3 text-xs">
                      {[words(`kind.${job.kind}`), words(`state.${job.state}`), job.host, job.startedBy]
                        .filter(Boolean)
                        .join(" · ")}
                    </span>
                  </span>
                  <Time value={job.at} className="text-ink-3" />
                </Link>
              </li>
            );
          })}
        </ul>
      )}
    </Panel>
  );
}
