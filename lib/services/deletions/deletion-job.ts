import { AppError } from "#lib/errors.ts";
import { defineJob, type JobContext } from "#lib/jobs/index.ts";
import { createRegistryClient, parseRepositoryName } from "#lib/registry/index.ts";
import { openTarget, rememberDeletionOffers } from "../registries/index.ts";
import { changeTags, reachRepository, settleTags } from "../repositories/index.ts";
import { lessonOf } from "./learn-offers.ts";
import { type Gone, removeImages } from "./remove-images.ts";
import { type DeletionInput, type DeletionProgress, deletionInput } from "./types.ts";

/** Keeps the picture, the log and the index up with what is happening at the registry. */
function teller({ input, report, log }: JobContext<DeletionInput, DeletionProgress>, repositoryId: bigint) {
  let progress: DeletionProgress = {
    total: input.images.reduce((sum, { tags }) => sum + Math.max(1, tags.length), 0),
    deleted: [],
    gone: [],
    kept: [],
  };
  const tell = (change: Partial<DeletionProgress>) => {
    progress = { ...progress, ...change };
    report(progress);
  };
  return {
    get progress() {
      return progress;
    },
    async gone({ digest, tags, before }: Gone) {
      const names = tags.length > 0 ? tags : [digest];
      if (before) tell({ gone: [...progress.gone, ...names] });
      else tell({ deleted: [...progress.deleted, ...names] });
      for (const name of names) log("info", { line: before ? "wasGone" : "deleted", name, digest });
      await changeTags(repositoryId, { gone: tags });
    },
    kept(digest: string, tags: readonly string[], error: DeletionProgress["kept"][number]["error"]) {
      const names = tags.length > 0 ? tags : [null];
      tell({ kept: [...progress.kept, ...names.map((tag) => ({ tag, digest, error }))] });
      for (const name of names) {
        log("warn", { line: "kept", name: name ?? digest, digest }, error);
      }
    },
  };
}

/** Throws for what was kept: its own reason where it is one for all there was, their number otherwise. */
function requireWhole({ kept, total }: DeletionProgress): void {
  const [first] = kept;
  if (!first) return;
  const { code, ...context } = first.error;
  if (new Set(kept.map(({ error }) => JSON.stringify(error))).size === 1 && kept.length === total) {
    throw new AppError(code, "nothing was deleted", context);
  }
  throw new AppError("CONFLICT", "not all were deleted", {
    reason: "deletion_incomplete",
    params: { kept: kept.length, total },
  });
}

async function run(context: JobContext<DeletionInput, DeletionProgress>): Promise<DeletionProgress> {
  const { input, signal } = context;
  const reached = await reachRepository(input.registryId, input.repository);
  const client = createRegistryClient(await openTarget(reached.registry.id));
  const told = teller(context, reached.id);
  try {
    await removeImages({ client, name: parseRepositoryName(reached.name), signal }, input, told);
  } catch (error) {
    const lesson = lessonOf(error);
    if (lesson) await rememberDeletionOffers(reached.registry.id, lesson);
    throw error;
  } finally {
    await settleTags(reached);
  }
  requireWhole(told.progress);
  return told.progress;
}

/** Not repeatable: whoever ordered it decides anew about what is left. */
export const deletionJob = defineJob({ kind: "image.delete", input: deletionInput, concurrency: 2, run });
