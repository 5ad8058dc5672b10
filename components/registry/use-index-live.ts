"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { LiveChange } from "#components/live/connection.ts";
import { askRedraw } from "#components/live/redraw.ts";
import { useLive } from "#components/live/use-live.ts";
import { repositoryKeys } from "./keys.ts";

/** The place a page shows: a registry's repositories, or one repository's tags. */
export interface Watched {
  readonly registryId: string;
  readonly repository?: string;
}

export interface IndexProgress {
  readonly done: number;
  readonly total: number;
}

/** The first rows are fetched as they come; those that come in quick succession after them, together. */
const TOGETHER_MS = 500;
/** A run can end between the server's drawing and the first event heard; while one is said to run, the page asks. */
const ASK_MS = 2_000;

function concerns(change: LiveChange, { registryId, repository }: Watched): boolean {
  if (change.topic === "registry") return repository === undefined && change.id === registryId;
  if (change.topic !== "repository" || change.registryId !== registryId) return false;
  return repository === undefined || change.repository === repository;
}

/**
 * Follows the index run of what the page shows: rows are fetched as they come, the page itself when the run ends.
 * `indexing` is what the server said when it drew the page.
 * @returns how far a repository's run is, or null.
 */
export function useIndexLive(watched: Watched, indexing: boolean): IndexProgress | null {
  const client = useQueryClient();
  const [progress, setProgress] = useState<IndexProgress | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const fetched = useRef(Number.NEGATIVE_INFINITY);
  const redraw = useRef(false);
  const seen = useRef<unknown>(0);
  const drawn = useRef(0);
  useEffect(() => {
    drawn.current = performance.now();
  }, []);
  useEffect(() => () => clearTimeout(timer.current), []);

  const { registryId, repository } = watched;
  const soon = (page: boolean) => {
    redraw.current ||= page;
    const wait = Math.max(0, fetched.current + TOGETHER_MS - performance.now());
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      fetched.current = performance.now();
      const queryKey = repository
        ? repositoryKeys.tags(registryId, repository)
        : repositoryKeys.list(registryId);
      void client.invalidateQueries({ queryKey });
      if (redraw.current) askRedraw(0);
      redraw.current = false;
    }, wait);
  };

  const ask = useRef(() => soon(true));
  useEffect(() => {
    ask.current = () => soon(true);
  });
  useEffect(() => {
    if (!indexing) return;
    const interval = setInterval(() => {
      if (!document.hidden) ask.current();
    }, ASK_MS);
    return () => clearInterval(interval);
  }, [indexing]);
  // The page may be drawn anew for another reason (the rail) and say that the run is over: its last rows are still to come.
  const followed = useRef(indexing);
  useEffect(() => {
    if (followed.current && !indexing) ask.current();
    followed.current = indexing;
  }, [indexing]);

  useLive((message) => {
    // Connected again: what happened in between was not heard. The first connection follows the page at once.
    if (message.type === "snapshot")
      return performance.now() - drawn.current > ASK_MS ? soon(true) : undefined;
    const { change } = message;
    if (!concerns(change, watched)) return;
    const { state, done, total, written } = change;
    const running = state === "indexing" && typeof done === "number" && typeof total === "number";
    setProgress(repository && running ? { done, total } : null);
    if (change.topic === "repository" && state === "indexing") {
      // A list of repositories shows what a run found, not how far it is; rows nobody wrote are as they were.
      if (repository === undefined || written === undefined || written === seen.current) return;
      seen.current = written;
    } else seen.current = 0;
    soon(change.topic === "registry" || (repository !== undefined && state !== "indexing"));
  });
  return progress;
}
