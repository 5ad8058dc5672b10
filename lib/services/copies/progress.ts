import type { CopyEvent, CopyOutcome } from "#lib/registry/index.ts";

/** A blob on its way. "exists" covers what the target's registry had, in this repository or another. */
export interface CopyLayer {
  /** Twelve digits of its digest. */
  readonly id: string;
  readonly state: "waiting" | "copying" | "done" | "exists";
  readonly currentBytes: number;
  readonly totalBytes: number;
}

/** What a copy has done; kept when it breaks off. */
export interface Copied {
  /** "1.0 sha256:…" for each whose tag is there. */
  readonly images: readonly string[];
  /** Of the blobs copied. */
  readonly bytes: number;
  /** Blobs by what became of them. */
  readonly copied: number;
  readonly mounted: number;
  readonly present: number;
}

/** A whole picture, in the shape of a pull's so that one view shows both. */
export interface CopyProgress {
  /** At most `mostListed`: those under way before those that are there. */
  readonly layers: readonly CopyLayer[];
  /** Of all blobs, listed or not. */
  readonly parts: { readonly done: number; readonly count: number };
  readonly downloadedBytes: number;
  /** Of what is copied; what was there is not counted. */
  readonly totalBytes: number;
  readonly bytesPerSecond: number;
  /** null while unknown. */
  readonly secondsLeft: number | null;
  readonly digest?: string;
  readonly soFar: Copied;
}

/** What a copy that broke off has done all the same. */
export function copiedUntilThen(progress: unknown): Copied {
  // Our own writing; null when the job met no blob.
  const { soFar } = (progress ?? {}) as Partial<CopyProgress>;
  return soFar ?? { images: [], bytes: 0, copied: 0, mounted: 0, present: 0 };
}

const mostListed = 100;
const rateWindowMs = 4_000;
/** The job's journal writes four a second; building more pictures than that is work for nobody. */
const pictureEveryMs = 100;

const isThere = ({ state }: CopyLayer) => state === "done" || state === "exists";

/** Folds the events of one or several copies into the picture of their job. */
export class CopyTracker {
  readonly #report: (picture: CopyProgress) => void;
  readonly #layers = new Map<string, CopyLayer>();
  readonly #images: string[] = [];
  readonly #outcomes: Record<CopyOutcome, number> = { copied: 0, mounted: 0, present: 0, foreign: 0 };
  #bytes = 0;
  readonly #samples: { readonly at: number; readonly bytes: number }[] = [];
  #reportedAt = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;

  constructor(report: (picture: CopyProgress) => void) {
    this.#report = report;
  }

  apply({ what, digest, size, state, sent }: CopyEvent, now = performance.now()): void {
    if (what !== "blob") return;
    if (state !== "found" && state !== "copying") this.#outcomes[state] += 1;
    if (state === "copied") this.#bytes += sent;
    const known = this.#layers.get(digest);
    // The next image names it again: what was copied in this job stays copied.
    if (known && isThere(known)) return;
    // Registries do not have it and need not.
    if (state === "foreign") this.#layers.delete(digest);
    else {
      const id = digest.slice(digest.indexOf(":") + 1).slice(0, 12);
      const layer = (as: CopyLayer["state"], currentBytes: number): CopyLayer => ({
        id,
        state: as,
        currentBytes,
        totalBytes: size,
      });
      this.#layers.set(
        digest,
        state === "found"
          ? layer("waiting", 0)
          : state === "copying"
            ? layer("copying", sent)
            : layer(state === "copied" ? "done" : "exists", size),
      );
    }
    if (now - this.#reportedAt >= pictureEveryMs) this.flush(now);
    // What came in between must not wait for an event that may be long in coming.
    else this.#timer ??= setTimeout(() => this.flush(), pictureEveryMs);
  }

  /** A tag of the target is where it shall be. */
  tagged(tag: string, digest: string): void {
    this.#images.push(`${tag} ${digest}`);
  }

  get soFar(): Copied {
    const { copied, mounted, present } = this.#outcomes;
    return { images: [...this.#images], bytes: this.#bytes, copied, mounted, present };
  }

  /** Reports the picture as it is. */
  flush(now = performance.now()): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#layers.size === 0) return;
    this.#reportedAt = now;
    this.#report(this.#picture(now));
  }

  #picture(now: number): CopyProgress {
    const all = [...this.#layers.values()];
    const moved = all.filter(({ state }) => state !== "exists");
    const sum = (of: (layer: CopyLayer) => number) => moved.reduce((bytes, layer) => bytes + of(layer), 0);
    const downloadedBytes = sum(({ currentBytes }) => currentBytes);
    const totalBytes = sum((layer) => layer.totalBytes);
    const rate = this.#rate(now, downloadedBytes);
    const left = totalBytes - downloadedBytes;
    return {
      layers:
        all.length > mostListed
          ? [...all.filter((layer) => !isThere(layer)), ...all.filter(isThere)].slice(0, mostListed)
          : all,
      parts: { done: all.filter(isThere).length, count: all.length },
      downloadedBytes,
      totalBytes,
      bytesPerSecond: rate,
      secondsLeft: rate > 0 && left > 0 ? Math.ceil(left / rate) : null,
      soFar: this.soFar,
    };
  }

  #rate(now: number, bytes: number): number {
    this.#samples.push({ at: now, bytes });
    while ((this.#samples[1]?.at ?? now) < now - rateWindowMs) this.#samples.shift();
    const [first] = this.#samples;
    if (first === undefined || now - first.at < 250) return 0;
    return Math.max(0, Math.round(((bytes - first.bytes) / (now - first.at)) * 1000));
  }
}
