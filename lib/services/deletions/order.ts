import type { Actor } from "#lib/auth/index.ts";
import type { Tx } from "#lib/db/index.ts";
import { AppError } from "#lib/errors.ts";
import { enqueue } from "#lib/jobs/index.ts";
import type { AuditNotes } from "#lib/operations/index.ts";
import { reachRepository } from "../repositories/index.ts";
import { deletionJob } from "./deletion-job.ts";
import type { DeletionInput } from "./types.ts";

/** What the job is called: one tag by name, many by their number of digests. */
function targetName(reference: string, { images }: DeletionInput): string {
  const [first, ...rest] = images;
  const [tag, ...others] = first?.tags ?? [];
  if (rest.length > 0 || others.length > 0) return reference;
  return tag === undefined ? `${reference}@${first?.digest}` : `${reference}:${tag}`;
}

/** Writes the order down: the job's row and its queue entry, in the caller's transaction. Throws NOT_FOUND, CONFLICT/registry_disabled. */
export async function orderDeletion(
  tx: Tx,
  actor: Actor,
  operationId: string,
  input: DeletionInput,
  audit: AuditNotes,
): Promise<{ readonly jobId: string }> {
  const { registry, name } = await reachRepository(input.registryId, input.repository);
  if (registry.disabled) {
    throw new AppError("CONFLICT", "registry is disabled", {
      reason: "registry_disabled",
      params: { registry: registry.name },
    });
  }
  const called = targetName(`${registry.host}/${name}`, input);
  audit.target({ targetName: called });
  const jobId = await enqueue(tx, deletionJob, {
    input,
    operationId,
    startedBy: actor,
    targetName: called,
    registryId: registry.id,
  });
  return { jobId };
}
