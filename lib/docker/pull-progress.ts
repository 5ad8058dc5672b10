import { daemonError } from "./errors.ts";
import type { LayerState, PullLayer, PullProgress } from "./types.ts";

/** One line of `POST /images/create`, as far as it is used. */
interface PullMessage {
  readonly id?: string;
  readonly status?: string;
  readonly current: number;
  readonly total: number;
  readonly error?: string;
}

const states: Readonly<Record<string, LayerState>> = {
  "Pulling fs layer": "waiting",
  Waiting: "waiting",
  Downloading: "downloading",
  "Verifying Checksum": "verifying",
  "Download complete": "downloaded",
  Extracting: "extracting",
  "Pull complete": "done",
  "Already exists": "exists",
};

/** The connection to the registry was lost and the daemon counts down to its next try. */
const retrying = /^Retrying in \d+ seconds?$/;

/** The rate is measured over the last few seconds: long enough to be calm, short enough to be true. */
const rateWindowMs = 4000;

const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
const count = (value: unknown): number =>
  typeof value === "number" && Number.isFinite(value) && value > 0 ? value : 0;

function readMessage(value: unknown): PullMessage | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const message = value as Record<string, unknown>;
  const detail = (message.progressDetail ?? {}) as Record<string, unknown>;
  const failure = (message.errorDetail ?? {}) as Record<string, unknown>;
  const id = text(message.id);
  const status = text(message.status);
  const error = text(failure.message) ?? text(message.error);
  return {
    current: count(detail.current),
    total: count(detail.total),
    ...(id === undefined ? {} : { id }),
    ...(status === undefined ? {} : { status }),
    ...(error === undefined ? {} : { error }),
  };
}

interface Layer {
  state: LayerState;
  current: number;
  total: number;
  downloaded: number;
}

/** Folds the daemon's messages into the whole picture. Pure but for the clock it is given. */
export class PullTracker {
  readonly #layers = new Map<string, Layer>();
  readonly #samples: { at: number; bytes: number }[] = [];
  readonly #secret: string | undefined;
  #digest: string | undefined;
  #status: string | undefined;

  constructor(secret?: string) {
    this.#secret = secret;
  }

  /**
   * Takes one message in; true when the picture changed.
   * @throws AppError DOCKER_REJECTED when the message is the daemon's error.
   */
  apply(value: unknown, now: number): boolean {
    const message = readMessage(value);
    if (!message) return false;
    if (message.error !== undefined) {
      throw daemonError(message.error, this.#secret ? { secret: this.#secret } : {});
    }
    if (message.status === undefined) return false;
    const state = retrying.test(message.status) ? "retrying" : states[message.status];
    if (message.id !== undefined && state !== undefined) return this.#layer(message.id, state, message, now);
    if (message.status.startsWith("Digest: ")) this.#digest = message.status.slice("Digest: ".length);
    else if (message.status.startsWith("Status: ")) this.#status = message.status;
    else return false;
    return true;
  }

  #layer(id: string, state: LayerState, message: PullMessage, now: number): boolean {
    const known = this.#layers.get(id);
    // Pulling all tags names shared layers again and again; what was downloaded in this pull stays that.
    if (known && state === "exists") return false;
    const layer = known ?? { state, current: 0, total: 0, downloaded: 0 };
    layer.state = state;
    if (message.total > 0) layer.total = Math.max(layer.total, message.total);
    if (state === "downloading") {
      layer.downloaded = message.current;
      layer.current = message.current;
    } else if (state === "extracting") {
      layer.downloaded = layer.total;
      layer.current = message.current;
    } else if (state !== "waiting" && state !== "exists" && state !== "retrying") {
      layer.downloaded = layer.total;
      layer.current = layer.total;
    }
    this.#layers.set(id, layer);
    this.#sample(now);
    return true;
  }

  #downloaded(): number {
    let bytes = 0;
    for (const layer of this.#layers.values()) bytes += layer.downloaded;
    return bytes;
  }

  #sample(now: number): void {
    const last = this.#samples.at(-1);
    const bytes = this.#downloaded();
    // A layer's download that starts over would make a negative rate.
    if (last && bytes < last.bytes) this.#samples.length = 0;
    this.#samples.push({ at: now, bytes });
    this.#forget(now);
  }

  #forget(now: number): void {
    while (this.#samples.length > 1 && now - (this.#samples[0]?.at ?? now) > rateWindowMs)
      this.#samples.shift();
  }

  #rate(now: number): number {
    this.#forget(now);
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (!first || !last || now - first.at < 200) return 0;
    return Math.round(((last.bytes - first.bytes) * 1000) / (now - first.at));
  }

  picture(now: number): PullProgress {
    const layers: PullLayer[] = [];
    let totalBytes = 0;
    let unknown = false;
    let flowing = false;
    for (const [id, layer] of this.#layers) {
      layers.push({ id, state: layer.state, currentBytes: layer.current, totalBytes: layer.total });
      totalBytes += layer.total;
      if (layer.state === "waiting") unknown = true;
      if (layer.state === "downloading") flowing = true;
    }
    const downloadedBytes = this.#downloaded();
    // An average of the last seconds is no speed of a download that waits for its next try.
    const bytesPerSecond = flowing ? this.#rate(now) : 0;
    const left = totalBytes - downloadedBytes;
    return {
      layers,
      downloadedBytes,
      totalBytes,
      bytesPerSecond,
      // The daemon names a layer's size when its download begins: before that any figure would be invented.
      secondsLeft: unknown || left <= 0 || bytesPerSecond === 0 ? null : Math.ceil(left / bytesPerSecond),
      ...(this.#digest === undefined ? {} : { digest: this.#digest }),
      ...(this.#status === undefined ? {} : { status: this.#status }),
    };
  }
}
