"use client";

import { useLocale, useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import type { JobDto } from "#lib/services/jobs/types.ts";
import { isActive } from "./active.ts";
import { jobShare } from "./share.ts";

/** Progress comes four times a second; whoever listens hears of it this often. */
const everyMs = 10_000;

/**
 * How a job goes, for screen readers: its beginning, its progress now and then, its end. A failure speaks for itself, as an
 * alert. Mount it before the job is known: words in a region that comes with them are not read out.
 * @param past the job was over before anybody looked: nothing to announce.
 */
export function JobSpoken({ job, past = false }: { job: JobDto | undefined; past?: boolean }) {
  const t = useTranslations("jobs");
  const locale = useLocale();
  const [said, setSaid] = useState("");
  const silent = useRef(past);
  const last = useRef({ id: "", at: 0 });
  const id = job?.id;
  const active = job !== undefined && isActive(job);
  let words = "";
  if (job) {
    const target = job.targetName;
    const share = jobShare(job);
    const percent = new Intl.NumberFormat(locale, { style: "percent" }).format(share ?? 0);
    const toast = `toast.${job.kind}` as const;
    if (active) words = share ? t("spoken.progress", { target, percent }) : t(`${toast}.started`, { target });
    if (job.state === "succeeded") words = t(`${toast}.succeeded`, { target, host: job.host?.name ?? "" });
    if (job.state === "cancelled") words = t(`${toast}.cancelled`, { target });
  }
  useEffect(() => {
    if (id === undefined) return;
    if (active) {
      silent.current = false;
      const at = performance.now();
      if (last.current.id === id && at - last.current.at < everyMs) return;
      last.current = { id, at };
    }
    if (!silent.current) setSaid(words);
  }, [id, active, words]);
  return (
    <p role="status" className="sr-only">
      {said}
    </p>
  );
}
