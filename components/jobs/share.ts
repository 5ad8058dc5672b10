import type { CopyJobDto, IndexJobDto, JobDto, PullJobDto } from "#lib/services/jobs/types.ts";

/** Downloading is most of the time, unpacking the rest: a bar that reached its end before the work did would lie. */
const downloadShare = 0.8;

/** 0…1 of one pull or copy; null while nobody knows how much there is. */
export function pullShare(progress: NonNullable<(PullJobDto | CopyJobDto)["progress"]>): number | null {
  const { layers, downloadedBytes, totalBytes } = progress;
  if (layers.length === 0) return null;
  const there = layers.filter(({ state }) => state === "done" || state === "exists").length;
  const finished = "parts" in progress ? progress.parts.done / progress.parts.count : there / layers.length;
  if (finished === 1) return 1;
  const downloaded = totalBytes > 0 ? downloadedBytes / totalBytes : null;
  // Sizes become known layer by layer: while one is unknown the bytes alone would jump ahead.
  const known =
    layers.filter(({ state, totalBytes: size }) => state !== "waiting" || size > 0).length / layers.length;
  if (downloaded === null) return finished > 0 ? finished * (1 - downloadShare) : null;
  return downloaded * known * downloadShare + finished * (1 - downloadShare);
}

/** Of an index run: by tags, as soon as everybody's are known; the asking for a repository's list counts as one. */
export function indexShare({
  phase,
  repositories,
  tags,
}: NonNullable<IndexJobDto["progress"]>): number | null {
  if (phase === "listing") return null;
  if (repositories.total === 0) return 1;
  if (tags.open) return repositories.done / repositories.total;
  return (repositories.done + tags.done) / (repositories.total + tags.total);
}

export function jobShare(job: JobDto): number | null {
  if (job.state === "succeeded") return 1;
  if (!job.progress) return null;
  if (job.kind === "registry.index") return indexShare(job.progress);
  if (job.kind !== "image.delete") return pullShare(job.progress);
  const { total, deleted, gone, kept } = job.progress;
  return (deleted.length + gone.length + kept.length) / total;
}

/** The top bar's ring: all active jobs as one, unknown as long as any is. */
export function commonShare(jobs: readonly JobDto[]): number | null {
  const shares = jobs.map(jobShare).filter((share) => share !== null);
  return shares.length === 0 ? null : shares.reduce((sum, share) => sum + share, 0) / jobs.length;
}
