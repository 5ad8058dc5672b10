import { setTimeout as delay } from "node:timers/promises";
import type { AnswerHeaders } from "./wire.ts";

/** How patient the transport is. Tests shorten it; nothing else does. */
export interface Patience {
  /** Attempts in all, the first included. */
  readonly attempts: number;
  /** Milliseconds of the first back-off; doubled each time, with full jitter. */
  readonly backoff: number;
  /** The longest Retry-After believed, in milliseconds. */
  readonly longestPause: number;
  /** The deadline of one call, everything included. */
  readonly deadline: number;
}

export const defaultPatience: Patience = {
  attempts: 3,
  backoff: 500,
  longestPause: 60_000,
  deadline: 30_000,
};

/** 499 and 522 are what proxies in front of registries say for a lost connection. */
const passing = new Set([408, 429, 499, 500, 502, 503, 504, 522]);

export function isPassing(status: number): boolean {
  return passing.has(status);
}

const lostConnection = new Set(["ECONNRESET", "EPIPE", "UND_ERR_SOCKET", "ECONNABORTED", "BODY_BROKEN"]);

/** A connection lost on the way; refused ones and bad names will not get better in half a second. */
export function isLostConnection(error: unknown): boolean {
  return error instanceof Error && "code" in error && lostConnection.has(String(error.code));
}

/** Lost after the answer had begun: whoever answers is there, and it is this answer that is damaged. */
export function brokenBody(cause: unknown): Error {
  const message = cause instanceof Error ? cause.message : String(cause);
  return Object.assign(new Error(message, { cause }), { code: "BODY_BROKEN" });
}

const day = 86_400_000;

/**
 * Milliseconds of an answer's Retry-After (seconds or HTTP-date); undefined when absent or unreadable. A date is measured
 * from the answer's own Date: whose clock is right, ours or the sender's, does not matter then. Nobody is believed for
 * more than a day: timers and dates know no year 100,000.
 */
export function retryAfter(headers: AnswerHeaders): number | undefined {
  const value = headers.get("retry-after")?.trim();
  if (value === undefined || value === "") return undefined;
  if (/^\d+$/.test(value)) return Math.min(Number(value) * 1000, day);
  const date = Date.parse(value);
  const sent = Date.parse(headers.get("date") ?? "");
  return Number.isNaN(date)
    ? undefined
    : Math.min(Math.max(0, date - (Number.isNaN(sent) ? Date.now() : sent)), day);
}

/** How long a host wants to be left alone, as errors say it: in seconds, and until when (epoch milliseconds). */
export function pauseParams(milliseconds: number): { readonly seconds: number; readonly until: number } {
  return { seconds: Math.ceil(milliseconds / 1000), until: Date.now() + milliseconds };
}

/** Exponential with jitter, so that those who failed together do not come back together. */
export function backoff(attempt: number, patience: Patience): number {
  const ceiling = patience.backoff * 2 ** attempt;
  return ceiling / 2 + (Math.random() * ceiling) / 2;
}

/** Rejects with the signal's reason when aborted. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await delay(milliseconds, undefined, { signal, ref: false }).catch(() => signal.throwIfAborted());
}
