"use client";

import { useEffect, useRef } from "react";
import { type LiveMessage, listen } from "./connection.ts";

/** Calls the newest `handler` with everything live, for as long as the component is there. */
export function useLive(handler: (message: LiveMessage) => void): void {
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  useEffect(() => listen((message) => latest.current(message)), []);
}
