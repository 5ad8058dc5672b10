"use client";

import { useQuery } from "@tanstack/react-query";
import { useLocale, useTimeZone, useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { getJson } from "#components/data-table/request.ts";
import { useErrorWords } from "#components/feedback/error-words.ts";
import { cn } from "#components/ui/cn.ts";
import { CopyButton } from "#components/ui/copy.tsx";
import { ForeignText } from "#components/ui/foreign-text.tsx";
import { Panel } from "#components/ui/panel.tsx";
import type { JobLogLineDto } from "#lib/services/jobs/types.ts";
import { jobKeys } from "./keys.ts";
import { useLineWords } from "./line-words.ts";

/** What to search for, beside the sentence. */
const codeOf = ({ error }: JobLogLineDto): string[] => (error ? [`(${error.reason ?? error.code})`] : []);

const tones = { info: "text-ink", warn: "text-warn", error: "text-danger" };

/** What the job said, following the end while it is in sight. */
export function JobLog({ jobId, initial }: { jobId: string; initial: readonly JobLogLineDto[] }) {
  const t = useTranslations("jobs.page");
  const words = useErrorWords();
  const lineWords = useLineWords();
  const locale = useLocale();
  const timeZone = useTimeZone();
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const { data: lines } = useQuery({
    queryKey: jobKeys.log(jobId),
    queryFn: ({ signal }) => getJson<readonly JobLogLineDto[]>(`/api/v1/jobs/${jobId}/log`, signal),
    initialData: initial,
  });
  const count = lines.length;
  useEffect(() => {
    if (count > 0 && atEnd.current) box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [count]);
  const time = new Intl.DateTimeFormat(locale, {
    timeStyle: "medium",
    hourCycle: "h23",
    ...(timeZone ? { timeZone } : {}),
  });
  const sentence = ({ message, line, error }: JobLogLineDto) => {
    const what = line ? lineWords(line) : message;
    return error ? t("logReason", { what, why: words(error).title }) : what;
  };
  const whole = lines
    .map((line) => [line.at, line.level, sentence(line), ...codeOf(line)].join(" "))
    .join("\n");
  return (
    <Panel title={t("log")} flush actions={count > 0 ? <CopyButton value={whole} /> : undefined}>
      <div
        ref={box}
        role="log"
        // Every layer has its line: how the job goes is announced in a few words instead.
        aria-live="off"
        aria-label={t("logLabel")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
          atEnd.current = scrollTop + clientHeight >= scrollHeight - 8;
        }}
        className="max-h-80 overflow-y-auto px-4 py-3 font-mono text-xs leading-5"
      >
        {count === 0 ? <p className="font-sans text-ink-3 text-sm">{t("noLog")}</p> : null}
        {lines.map((line) => (
          <p key={line.id} className={cn("flex gap-3", tones[line.level])}>
            <time dateTime={line.at} className="shrink-0 text-ink-3 tabular-nums">
              {time.format(new Date(line.at))}
            </time>
            <span className="wrap-anywhere min-w-0">
              <ForeignText text={sentence(line)} />
              {codeOf(line).map((code) => (
                <span key={code} className="text-ink-3">
                  {" "}
                  {code}
                </span>
              ))}
            </span>
          </p>
        ))}
      </div>
    </Panel>
  );
}
