import { AppError } from "../../errors.ts";
import { getManifest } from "../fetch-manifest.ts";
import type { Transport } from "../transport/transport.ts";
import type { Digest, RepositoryName, RequestOptions } from "../types.ts";
import { removeFromFallback } from "./fallback-tag.ts";
import { keepsReferrers } from "./list-referrers.ts";

/**
 * Deletes a manifest by `deletion`. One with a subject is then taken off the list under the subject's fallback tag, unless the
 * registry keeps that list itself (Deleting Manifests). What is deleted stays deleted: a list that cannot be written keeps
 * a line that leads nowhere, which whoever writes it next leaves out.
 */
export async function deleteAndUnlist(
  transport: Transport,
  repository: RepositoryName,
  digest: Digest,
  deletion: () => Promise<void>,
  options: RequestOptions | undefined,
): Promise<void> {
  const subject = await findSubject(transport, repository, digest, options);
  await deletion();
  if (subject === undefined) return;
  try {
    if (await keepsReferrers(transport, repository, subject, options)) return;
    await removeFromFallback(transport, repository, subject, digest, options);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
  }
}

/** What cannot be read is deleted all the same, or refused by who is asked to. */
async function findSubject(
  transport: Transport,
  repository: RepositoryName,
  digest: Digest,
  options: RequestOptions | undefined,
): Promise<Digest | undefined> {
  try {
    const { parsed } = await getManifest(transport, repository, digest, options);
    return parsed.kind === "schema1" ? undefined : parsed.subject;
  } catch (error) {
    if (error instanceof AppError && error.code !== "CANCELLED") return undefined;
    throw error;
  }
}
