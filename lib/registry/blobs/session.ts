import { Readable } from "node:stream";
import { AppError } from "../../errors.ts";
import { type AskedFor, digestMismatch, senselessAnswer } from "../answer-errors.ts";
import { algorithmOf } from "../digest.ts";
import { isDigest } from "../reference.ts";
import { limits } from "../transport/body.ts";
import { isPassing } from "../transport/retry.ts";
import { Silence } from "../transport/silence.ts";
import type { Transport } from "../transport/transport.ts";
import { PassingError } from "../transport/trials.ts";
import type { Answer } from "../transport/wire.ts";
import type { BlobDescriptor, RepositoryName, RequestOptions } from "../types.ts";
import { pushError } from "../write-errors.ts";
import { headBlob } from "./head-blob.ts";
import type { Replay } from "./replay.ts";
import { chunkLength, completing, received, uploadLocation, usualChunk } from "./upload-location.ts";

/** Silences, of the transport's patience, in which a registry may put away what it has received. */
const storing = 10;
const cancelling = 2_000;

/** The registry, or a proxy before it, takes no blob in one piece. */
export class ChunksWantedError extends Error {}

/** What an upload is about, wherever it goes on. */
export interface Upload {
  readonly transport: Transport;
  readonly repository: RepositoryName;
  readonly blob: BlobDescriptor;
  readonly options: RequestOptions;
}

/** One upload the registry has begun (distribution-spec, endpoints 4 to 6 and 13). */
export class UploadSession {
  readonly #upload: Upload;
  readonly #chunk: number | undefined;
  #location: URL;
  #offset = 0;
  #resumed = false;
  #spent = false;

  /** From the 202 to a POST. Throws REGISTRY_REJECTED with unexpected_answer or redirect_refused. */
  constructor(upload: Upload, begun: Answer) {
    this.#upload = upload;
    this.#chunk = chunkLength(begun);
    const location = uploadLocation(begun, upload.transport.url("/v2/"));
    if (location === undefined)
      throw senselessAnswer(begun, asked(upload, "POST"), "an upload without a Location");
    this.#location = location;
  }

  /** Bytes the registry is known to have. */
  get offset(): number {
    return this.#offset;
  }

  /** True when the registry spoke of chunks, and the blob is more than one. */
  get wantsChunks(): boolean {
    return this.#chunk !== undefined && this.#chunk < this.#upload.blob.size;
  }

  /** One PUT. Throws ChunksWantedError when it is not what the registry takes. */
  async sendWhole(content: Replay): Promise<void> {
    const { digest, size } = this.#upload.blob;
    content.seek(0);
    const answer = await this.#push("PUT", completing(this.#location, digest), size, content);
    if ([404, 405, 413, 501].includes(answer.status)) throw new ChunksWantedError();
    await this.#completed(answer);
  }

  /** PATCHes from where the registry stands, then an empty PUT. */
  async sendChunks(content: Replay): Promise<void> {
    const { digest, size } = this.#upload.blob;
    while (this.#offset < size) {
      content.seek(this.#offset);
      const end = Math.min(this.#offset + (this.#chunk ?? usualChunk), size);
      const answer = await this.#push("PATCH", this.#location, end - this.#offset, content, {
        "content-range": `${this.#offset}-${end - 1}`,
      });
      if (answer.status < 200 || answer.status > 299) throw this.#refusal(answer, "PATCH");
      this.#moveOn(answer);
      // Ranges that count one too many are about; less than was sent is sent again.
      const has = Math.min(received(answer) ?? end, end);
      if (has <= this.#offset) {
        throw new PassingError(
          senselessAnswer(answer, asked(this.#upload, "PATCH"), "a chunk that is not there"),
        );
      }
      this.#offset = has;
    }
    await this.#completed(await this.#push("PUT", completing(this.#location, digest), 0, content));
  }

  /**
   * Asks how far the registry got (endpoint 13). False when it does not know, or claims more than was ever sent: then the upload
   * begins anew.
   */
  async resume(sent: number): Promise<boolean> {
    if (this.#spent) return false;
    const answer = await this.#request("GET", this.#upload.options);
    const has = answer.status >= 200 && answer.status <= 299 ? received(answer) : undefined;
    if (has === undefined || has > sent) return false;
    this.#moveOn(answer);
    this.#offset = has;
    this.#resumed = true;
    return true;
  }

  /** Tells the registry to forget it; a registry that cannot will do so by itself. Never throws. */
  async cancel(): Promise<void> {
    const { priority } = this.#upload.options;
    const signal = AbortSignal.timeout(cancelling);
    await this.#request("DELETE", { signal, ...(priority && { priority }) }).catch(() => undefined);
  }

  #request(method: "GET" | "DELETE", options: RequestOptions): Promise<Answer> {
    const { transport, repository } = this.#upload;
    const actions = method === "GET" ? "pull,push" : "delete";
    const scope = `repository:${repository}:${actions}`;
    return transport.request({ method, url: this.#location, scope, limit: limits.error, options });
  }

  #moveOn(answer: Answer): void {
    const { transport } = this.#upload;
    this.#location = uploadLocation(answer, transport.url("/v2/")) ?? this.#location;
  }

  async #push(
    method: "PUT" | "PATCH",
    url: URL,
    length: number,
    content: Replay,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const { transport, repository, options } = this.#upload;
    const { deadline } = transport.patience;
    const silence = new Silence(options.signal);
    async function* watched(): AsyncGenerator<Uint8Array> {
      for await (const chunk of content.take(length)) {
        silence.listen(deadline);
        yield chunk;
        silence.rest();
      }
      silence.listen(deadline * storing);
    }
    const body = Readable.from(watched(), { objectMode: false });
    try {
      return await transport.push({
        method,
        url,
        headers: { "content-type": "application/octet-stream", "content-length": String(length), ...headers },
        body,
        scope: `repository:${repository}:pull,push`,
        limit: limits.error,
        options: { ...options, signal: silence.signal },
      });
    } finally {
      silence.end();
      body.on("error", () => undefined).destroy();
    }
  }

  async #completed(answer: Answer): Promise<void> {
    const { transport, repository, blob, options } = this.#upload;
    const { digest, size } = blob;
    if (answer.status < 200 || answer.status > 299) throw this.#refusal(answer, "PUT");
    const said = answer.headers.get("docker-content-digest") ?? "";
    if (isDigest(said) && algorithmOf(said) === algorithmOf(digest) && said !== digest) {
      throw digestMismatch(answer, digest, said);
    }
    if (answer.status === 201) return;
    const stored = await headBlob(transport, repository, digest, options);
    if (stored.size !== size)
      throw senselessAnswer(answer, asked(this.#upload, "PUT"), "a blob of another size");
  }

  /**
   * 404: it forgot the upload; 416: it has more or less than we think; 401: the token ended on the way; 400 after a resumption:
   * it did not have what it said, and only a new beginning helps.
   */
  #refusal(answer: Answer, method: "PUT" | "PATCH"): Error {
    const error = pushError(answer, asked(this.#upload, method));
    this.#spent = this.#resumed && answer.status === 400;
    const passing = this.#spent || isPassing(answer.status) || [401, 404, 416].includes(answer.status);
    return passing ? new PassingError(error) : error;
  }
}

/** For the errors of an upload. */
export function asked({ transport, repository, blob }: Upload, method: string): AskedFor {
  const { credential } = transport.target;
  return { what: "upload", method, credential, params: { repository, digest: blob.digest } };
}

/** True for an answer's refusal, false for a registry that was not reached or a caller who gave up. */
export function isRefusal(error: unknown): boolean {
  return error instanceof AppError && error.status !== undefined;
}
