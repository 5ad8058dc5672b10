import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { ErrorState } from "#components/feedback/error-state.tsx";
import { JobView } from "#components/jobs/job-view.tsx";
import { may } from "#lib/auth/index.ts";
import { getJob, getJobLog } from "#lib/services/jobs/index.ts";
import { readForPage } from "../../load.ts";
import { refreshRegistry } from "../../registries/[registryId]/actions.ts";

interface Props {
  params: Promise<{ jobId: string }>;
}

const loadJob = cache((jobId: string) => readForPage(getJob, { jobId }));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { result } = await loadJob((await params).jobId);
  return { title: result.ok ? result.data.targetName : (await getTranslations("jobs"))("title") };
}

export default async function JobPage({ params }: Props) {
  const { jobId } = await params;
  const { actor, result } = await loadJob(jobId);
  const { result: log } = await readForPage(getJobLog, { jobId });
  if (!result.ok) return <ErrorState error={result.error} />;
  if (!log.ok) return <ErrorState error={log.error} />;
  const job = result.data;
  const rereads = job.kind === "registry.index" && job.registry && may(actor.role, "registry:refresh");
  return (
    <JobView
      initial={job}
      log={log.data}
      mayCancel={may(actor.role, "job:cancel")}
      mayRepeat={may(actor.role, job.kind === "image.copy" ? "image:copy" : "image:pull")}
      runAgain={rereads ? refreshRegistry.bind(null, { registryId: job.input.registryId }) : undefined}
    />
  );
}
