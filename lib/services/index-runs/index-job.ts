import { z } from "zod";
import { findBrokenTags, listRunRepositories, type RunRepository } from "#lib/catalog/index.ts";
import { bulk, db } from "#lib/db/index.ts";
import { AppError, toErrorDto } from "#lib/errors.ts";
import { defineJob, type JobContext } from "#lib/jobs/index.ts";
import { inspectRegistry } from "../registries/index.ts";
import { isSelected, readReferrers, syncRegistry } from "../repositories/index.ts";
import { unlessAborted } from "./aborting.ts";
import { Pace } from "./pace.ts";
import { type Delays, defaultDelays, waitAfter } from "./patience.ts";
import { leaveAlone, Reading, rest } from "./run.ts";
import { RunTracker } from "./tracker.ts";
import type { IndexRunInput, IndexRunProgress, IndexRunResult } from "./types.ts";

/** Rates fall while nothing happens, and must be seen to. */
const tellEveryMs = 1_000;
/** After an interruption, so many of the tags found broken before it are told again. */
const brokenTold = 200;

type Context = JobContext<IndexRunInput, IndexRunProgress>;

/** Throws NOT_FOUND, CONFLICT when it is disabled. */
async function loadSettings(registryId: string) {
  const row = await db().registry.findUnique({
    where: { id: registryId },
    select: {
      name: true,
      health: true,
      disabledAt: true,
      indexConcurrency: true,
      indexRate: true,
      indexInclude: true,
      indexExclude: true,
    },
  });
  if (!row) throw new AppError("NOT_FOUND", "no such registry");
  if (row.disabledAt) {
    const params = { registry: row.name };
    throw new AppError("CONFLICT", "registry is disabled", { reason: "registry_disabled", params });
  }
  return row;
}

/** Brings the list of repositories up to date; what does not list is indexed as far as it is known. */
async function list(
  { input: { registryId }, signal, log, place }: Context,
  tracker: RunTracker,
  pace: Pace,
  delays: Delays,
): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      const listing = syncRegistry(registryId, { priority: "background", signal, turn: pace.turn });
      const outcome = await unlessAborted(listing, signal);
      if (outcome.state === "done") return;
      await rest(delays.elsewhere, signal);
    } catch (error) {
      signal.throwIfAborted();
      const dto = toErrorDto(error);
      if (dto.reason === "listing_refused") {
        log("warn", { line: "unlisted" });
        return;
      }
      const wait = waitAfter(dto, tries, delays);
      if (wait === null) throw error;
      log("warn", { line: "listedLater", seconds: Math.ceil(wait / 1000) }, dto);
      await leaveAlone(wait, dto, { tracker, delays, signal, place });
    }
  }
}

/** Signatures that only the registry's list of referrers leads to. The tags are read: what goes wrong here ends no run. */
async function askReferrers(
  { input: { registryId }, signal, log }: Context,
  repositories: readonly RunRepository[],
  { turn }: Pace,
): Promise<void> {
  try {
    const names = repositories.map(({ name }) => name);
    const { answered, found } = await readReferrers(registryId, names, { signal, turn });
    if (answered > 0) log("info", { line: "referrersAsked", count: answered, found });
  } catch (error) {
    signal.throwIfAborted();
    log("warn", { line: "referrersCut" }, toErrorDto(error));
  }
}

async function run(context: Context, delays: Delays): Promise<IndexRunResult> {
  const { input, jobId, signal, log, report, place } = context;
  const { registryId } = input;
  const [settings, { createdAt: since, progress }] = await Promise.all([
    loadSettings(registryId),
    db().job.findUniqueOrThrow({ where: { id: jobId }, select: { createdAt: true, progress: true } }),
  ]);
  const before = progress as IndexRunProgress | null;
  const pace = new Pace(settings.indexRate, before?.requests ?? 0);
  const tracker = new RunTracker(report, () => pace.requests);
  tracker.tell();
  const ticking = setInterval(() => tracker.tell(), tellEveryMs);
  try {
    if (settings.health === "unknown") await unlessAborted(inspectRegistry(registryId), signal);
    await list(context, tracker, pace, delays);
    const all = await listRunRepositories(bulk, registryId, since);
    const selection = { include: settings.indexInclude, exclude: settings.indexExclude };
    const selected = all.filter(({ name }) => isSelected(name, selection));
    const excluded = all.length - selected.length;
    const read = selected.filter(({ done }) => done).map(({ name }) => name);
    log("info", { line: "toRead", count: selected.length - read.length, excluded });
    tracker.plan(selected, excluded, before?.current);
    if (read.length > 0) {
      const broken = await findBrokenTags(bulk, registryId, read, brokenTold);
      tracker.broken(broken.count, broken.tags);
    }
    const facts = { registryId, since, pace, tracker, delays, signal, log, place };
    const reading = new Reading(
      { ...facts, concurrency: settings.indexConcurrency },
      selected.filter(({ done }) => !done),
    );
    await reading.run();
    tracker.readingReferrers();
    await askReferrers(context, selected, pace);
    const result = tracker.result();
    const { repositories, tags, requests } = result;
    log("info", { line: "indexed", repositories, tags, requests });
    return result;
  } finally {
    clearInterval(ticking);
    tracker.tell();
  }
}

/** Reading what was read is skipped: interrupted anywhere, it goes on where it stopped. `delays` is for tests. */
export const indexJobWith = (delays: Delays) =>
  defineJob({
    kind: "registry.index",
    input: z.strictObject({
      registryId: z.uuid(),
      cause: z.enum(["connected", "asked", "scheduled", "again"]),
    }),
    repeatable: true,
    resumable: true,
    concurrency: 4,
    run: (context: Context) => run(context, delays),
  });

export const indexJob = indexJobWith(defaultDelays);
