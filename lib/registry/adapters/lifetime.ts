import type { AnswerHeaders } from "../transport/wire.ts";

/** Seconds from an answer to an instant (epoch milliseconds) in it, by the sender's clock where it says its time. */
export function secondsUntil(instant: number, headers: AnswerHeaders): number {
  const sent = Date.parse(headers.get("date") ?? "");
  return (instant - (Number.isNaN(sent) ? Date.now() : sent)) / 1000;
}
