"use client";

import { useSyncExternalStore } from "react";

const never = () => () => {};

/** Whether the keyboard has a ⌘. The server cannot know; it says Ctrl. */
export function useApple(): boolean {
  return useSyncExternalStore(
    never,
    () => /mac|iphone|ipad/i.test(navigator.userAgent),
    () => false,
  );
}
