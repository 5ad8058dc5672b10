import { createHash } from "node:crypto";
import { AppError } from "../../errors.ts";
import { algorithmOf } from "../digest.ts";
import type { BlobSource } from "../types.ts";

/**
 * A source read in pieces, and again from wherever the registry got to. Every byte is hashed the first time it passes, and the
 * last one is handed out only when all of them have the digest: what is not the blob never becomes one.
 */
export class Replay {
  readonly #source: BlobSource;
  readonly #signal: AbortSignal | undefined;
  readonly #hash;
  #hashed = 0;
  #position = 0;
  #chunks: AsyncIterator<Uint8Array> | undefined;
  #rest: Uint8Array = new Uint8Array();
  #reading = false;
  #failure: unknown;

  constructor(source: BlobSource, signal: AbortSignal | undefined) {
    this.#source = source;
    this.#signal = signal;
    this.#hash = createHash(algorithmOf(source.digest));
  }

  get position(): number {
    return this.#position;
  }

  /** The most that was ever handed out. */
  get furthest(): number {
    return this.#hashed;
  }

  /** What the source itself failed with: no repetition of ours will help. */
  get failure(): unknown {
    return this.#failure;
  }

  /** The next piece begins at `position`; the source is opened again unless that is where it stands. */
  seek(position: number): void {
    if (position === this.#position && !this.#reading) return;
    this.close();
    this.#position = position;
  }

  /** The next `length` bytes. */
  async *take(length: number): AsyncGenerator<Uint8Array> {
    const end = this.#position + length;
    if (this.#source.size === 0) this.#verify();
    while (this.#position < end) {
      this.#reading = true;
      yield await this.#next(end - this.#position);
    }
  }

  /** Lets go of the source. */
  close(): void {
    const chunks = this.#chunks;
    this.#chunks = undefined;
    this.#reading = false;
    this.#rest = new Uint8Array();
    // It may be waiting for something that never comes; nobody here waits for it any more.
    void chunks?.return?.().catch(() => undefined);
  }

  async #next(most: number): Promise<Uint8Array> {
    this.#chunks ??= this.#source.open(this.#position, this.#signal)[Symbol.asyncIterator]();
    const chunks = this.#chunks;
    try {
      while (this.#rest.byteLength === 0) {
        const { done, value } = await chunks.next();
        // Whoever asked has given up meanwhile, and the source was opened again elsewhere.
        if (chunks !== this.#chunks) throw new Error("A piece that nobody waits for");
        if (done) throw this.#unlike(`${this.#position} bytes of ${this.#source.size}`);
        this.#rest = value;
      }
      const chunk = this.#rest.subarray(0, most);
      this.#rest = this.#rest.subarray(chunk.byteLength);
      this.#pass(chunk);
      return chunk;
    } catch (error) {
      if (chunks === this.#chunks) this.#failure = error;
      throw error;
    } finally {
      if (chunks === this.#chunks) this.#reading = false;
    }
  }

  #pass(chunk: Uint8Array): void {
    const known = Math.min(Math.max(this.#hashed - this.#position, 0), chunk.byteLength);
    this.#hash.update(chunk.subarray(known));
    this.#position += chunk.byteLength;
    this.#hashed = Math.max(this.#hashed, this.#position);
    if (this.#position === this.#source.size && known < chunk.byteLength) this.#verify();
  }

  #verify(): void {
    const { digest } = this.#source;
    const actual = `${algorithmOf(digest)}:${this.#hash.copy().digest("hex")}`;
    if (actual !== digest) throw this.#unlike(actual);
  }

  #unlike(actual: string): AppError {
    const { digest } = this.#source;
    return new AppError("INVALID_INPUT", `What was to be pushed is not ${digest}: ${actual}`, {
      reason: "digest_mismatch",
      params: { expected: digest, actual },
    });
  }
}
