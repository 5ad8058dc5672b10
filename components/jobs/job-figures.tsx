"use client";

import type { JobDto } from "#lib/services/jobs/types.ts";
import { DeletionFigures } from "./deletion-figures.tsx";
import { IndexFigures } from "./index-figures.tsx";
import { PullFigures } from "./pull-figures.tsx";

/** How far a job is, in figures of its own kind. */
export function JobFigures({ job, className = "" }: { job: JobDto; className?: string }) {
  if (job.kind === "image.delete") return <DeletionFigures job={job} className={className} />;
  if (job.kind === "registry.index") return <IndexFigures job={job} className={className} />;
  return <PullFigures job={job} className={className} />;
}
