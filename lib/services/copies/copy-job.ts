import { AppError } from "#lib/errors.ts";
import { defineJob, type JobContext } from "#lib/jobs/index.ts";
import { log as serverLog } from "#lib/log.ts";
import { type CopyEvent, copyReference } from "#lib/registry/index.ts";
import type { Platform, RegistryClient, RepositoryName, Tag } from "#lib/registry/types.ts";
import { keepNotices } from "../registries/index.ts";
import { indexTag } from "../repositories/index.ts";
import { type CopyInput, copyInput } from "./input.ts";
import { clientOf, reachSides, type Side } from "./place.ts";
import { type Copied, type CopyProgress, CopyTracker } from "./progress.ts";

export interface CopyResult extends Copied {
  /** Of a single image: what the target's tag points to now. */
  readonly digest: string | null;
}

function platformOf(text: string): Platform {
  const [os = "", architecture = "", variant] = text.split("/");
  return { os, architecture, ...(variant === undefined ? {} : { variant }) };
}

function tell(log: JobContext<unknown, unknown>["log"], { what, digest, size, state }: CopyEvent): void {
  if (state === "found" || state === "copying") return;
  log("info", { line: "part", part: what, digest, bytes: size, outcome: state });
}

/** The copy stands, whatever becomes of the index: the next look at the repository has it too. */
async function index(client: RegistryClient, { registry, repository }: Side, tag: Tag): Promise<void> {
  try {
    await indexTag(client, registry.id, repository as RepositoryName, tag);
  } catch (error) {
    serverLog().warn({ error, registryId: registry.id, repository }, "a copied tag is not in the index yet");
  }
}

async function run(context: JobContext<CopyInput, CopyProgress>): Promise<CopyResult> {
  const { input, signal, log, report } = context;
  const { from, to } = await reachSides(input);
  const [source, target] = await Promise.all([clientOf(from), clientOf(to)]);
  const platforms = input.platforms?.map(platformOf);
  const tracker = new CopyTracker(report);
  let digest: string | null = null;
  try {
    for (const image of input.images) {
      const address = `${to.name}:${image.tag}`;
      log("info", { line: "copying", source: `${from.name}@${image.digest}`, target: address });
      const result = await copyReference(
        { client: source, repository: from.repository, reference: image.digest },
        { client: target, repository: to.repository, reference: image.tag },
        {
          signal,
          priority: "background",
          over: image.over,
          referrers: input.referrers,
          ...(platforms ? { platforms } : {}),
          onEvent: (event) => {
            tracker.apply(event);
            tell(log, event);
          },
        },
      );
      await index(target, to, image.tag);
      tracker.tagged(image.tag, result.digest);
      digest = result.digest;
      log("info", { line: "copied", target: address, digest: result.digest });
    }
  } catch (error) {
    if (error instanceof AppError && error.upstream) log("error", { text: error.upstream });
    throw error;
  } finally {
    tracker.flush();
    for (const [{ registry }, client] of [
      [from, source],
      [to, target],
    ] as const) {
      for (const warning of client.notices().warnings) log("warn", { text: `${registry.host}: ${warning}` });
      await keepNotices(registry.id, client);
    }
  }
  return { digest: input.images.length === 1 ? digest : null, ...tracker.soFar };
}

/** What the target has is left alone, so copying twice ends where copying once does. */
export const copyJob = defineJob({
  kind: "image.copy",
  input: copyInput,
  repeatable: true,
  concurrency: 2,
  run,
});
