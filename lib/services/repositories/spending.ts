import { AppError } from "#lib/errors.ts";

export interface SpendingLimits {
  /** Bytes of one tag's manifests and configs, all its platforms together. Real ones take kilobytes. */
  readonly tag: number;
  /** Bytes that all tags of a batch hold in memory before it is written. */
  readonly batch: number;
}

export const spendingLimits: SpendingLimits = { tag: 32 * 1024 * 1024, batch: 128 * 1024 * 1024 };

/**
 * Counts the bytes that tags of one batch bring along. Each manifest has its own limit, but an index names 2,000 of them and
 * each of those may be an index: a hostile tag would fill the memory with manifests that are all small enough.
 */
export class Spending {
  readonly #limits: SpendingLimits;
  readonly #spent = new Map<string, number>();
  #all = 0;

  constructor(limits: SpendingLimits) {
    this.#limits = limits;
  }

  add(tag: string, bytes: number): void {
    this.#spent.set(tag, (this.#spent.get(tag) ?? 0) + bytes);
    this.#all += bytes;
  }

  /** Throws REGISTRY_REJECTED/too_large when the tag, or its batch, has had its share. */
  check(tag: string): void {
    if ((this.#spent.get(tag) ?? 0) < this.#limits.tag && this.#all < this.#limits.batch) return;
    throw new AppError("REGISTRY_REJECTED", "The manifests behind a tag never end", { reason: "too_large" });
  }
}
