"use client";

import { askRedraw, useRedraws } from "../live/redraw.ts";
import { useLive } from "../live/use-live.ts";
import { useRecovered } from "../live/use-recovered.ts";

/** Registries come, go and change their health: the rail, which the server draws, is drawn anew, at most every three seconds. */
export function RailLive() {
  useRecovered();
  useRedraws();
  useLive((message) => {
    if (message.type === "change" && message.change.topic === "registry") askRedraw(3_000);
  });
  return null;
}
