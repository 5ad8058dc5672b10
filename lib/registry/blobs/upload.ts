import { limits } from "../transport/body.ts";
import { toConnectionError } from "../transport/failure.ts";
import type { Transport } from "../transport/transport.ts";
import { Trials } from "../transport/trials.ts";
import type { Answer } from "../transport/wire.ts";
import type { BlobSource, RepositoryName, UploadOptions } from "../types.ts";
import { pushError } from "../write-errors.ts";
import { headBlob } from "./head-blob.ts";
import { Replay } from "./replay.ts";
import { asked, ChunksWantedError, isRefusal, type Upload, UploadSession } from "./session.ts";

/**
 * Stores a blob (distribution-spec, "Pushing blobs"): mounted where that is possible, else in one PUT, else in chunks. What is
 * lost on the way goes on where the registry says it stands; where it does not know, from the start. Given up, it is cancelled.
 */
export async function putBlob(
  transport: Transport,
  repository: RepositoryName,
  source: BlobSource,
  { mountFrom, ...options }: UploadOptions = {},
): Promise<"mounted" | "uploaded"> {
  const upload: Upload = { transport, repository, blob: source, options };
  try {
    const begun = mountFrom === undefined ? await begin(upload) : await mount(upload, mountFrom);
    if (begun === "mounted") return begun;
    await send(upload, begun, new Replay(source, options.signal));
    return "uploaded";
  } catch (error) {
    // A source that just ends when it is told to must not read as content that is wrong.
    const cause = options.signal?.aborted ? options.signal.reason : error;
    throw toConnectionError(cause, transport.url("/v2/"), options.signal);
  }
}

async function send(upload: Upload, begun: UploadSession, content: Replay): Promise<void> {
  const { transport, repository, blob, options } = upload;
  const trials = new Trials(transport.patience, 0);
  let session: UploadSession | undefined = begun;
  let inChunks = false;
  try {
    for (;;) {
      session ??= await begin(upload);
      try {
        const whole = session.offset === 0 && !inChunks && !session.wantsChunks;
        await (whole ? session.sendWhole(content) : session.sendChunks(content));
        return;
      } catch (error) {
        if (content.failure !== undefined) throw content.failure;
        if (error instanceof ChunksWantedError) {
          inChunks = true;
          await session.cancel();
          session = undefined;
          continue;
        }
        await trials.sitOut(error, session.offset, options.signal);
      }
      if (await session.resume(content.furthest)) continue;
      // An upload that is not known any more may be one that was completed, and only the answer got lost.
      if (content.furthest === blob.size && (await isThere(upload))) return;
      session = undefined;
    }
  } catch (error) {
    await session?.cancel();
    throw error;
  } finally {
    content.close();
  }

  async function isThere({ blob: { digest, size } }: Upload): Promise<boolean> {
    try {
      return (await headBlob(transport, repository, digest, options)).size === size;
    } catch (error) {
      if (isRefusal(error)) return false;
      throw error;
    }
  }
}

/** POST that begins an upload (endpoint 4a). Asked twice it leaves nothing but an upload nobody goes on with. */
async function begin(upload: Upload): Promise<UploadSession> {
  const answer = await post(upload);
  if (answer.status !== 202) throw pushError(answer, asked(upload, "POST"));
  return new UploadSession(upload, answer);
}

/**
 * POST that takes the blob from another repository of the registry (endpoint 11). A 202 has begun an upload instead; so has
 * every refusal, of rights in the other repository for one, to be followed by an upload.
 */
async function mount(upload: Upload, from: RepositoryName): Promise<UploadSession | "mounted"> {
  const answer = await post(upload, from).catch((error: unknown) => {
    if (isRefusal(error)) return undefined;
    throw error;
  });
  if (answer?.status === 201) return "mounted";
  return answer?.status === 202 ? new UploadSession(upload, answer) : begin(upload);
}

function post({ transport, repository, blob, options }: Upload, from?: RepositoryName): Promise<Answer> {
  const query: Readonly<Record<string, string>> = from === undefined ? {} : { mount: blob.digest, from };
  return transport.request({
    method: "POST",
    url: transport.url(`/v2/${repository}/blobs/uploads/`, query),
    scope: `repository:${repository}:pull,push`,
    ...(from === undefined ? {} : { scopes: [`repository:${from}:pull`] }),
    repeatable: true,
    limit: limits.error,
    options,
  });
}
