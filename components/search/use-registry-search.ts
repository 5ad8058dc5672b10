"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { readLines } from "#components/live/read-lines.ts";
import type { ErrorDto } from "#lib/errors.ts";
import type { FoundRepository, SearchAnswer, SearchLine, SearchSource } from "#lib/services/search/index.ts";

/** One registry on the page: what it answered so far, and whether it is being asked. */
export interface SourceState {
  readonly source: SearchSource;
  readonly running: boolean;
  readonly found: readonly FoundRepository[];
  /** Its last answer; null before the first. */
  readonly answer: SearchAnswer | null;
  /** The question itself was refused. */
  readonly refused: ErrorDto | null;
}

interface Search {
  readonly path: string;
  /** null until it is known whom it goes to. */
  readonly sources: readonly SourceState[] | null;
  readonly error: ErrorDto | null;
}

const none: Search = { path: "", sources: null, error: null };
const unreachable: ErrorDto = { code: "TIMEOUT" };

function merged(before: readonly FoundRepository[], more: readonly FoundRepository[]): FoundRepository[] {
  const names = new Set(before.map(({ name }) => name));
  return [...before, ...more.filter(({ name }) => !names.has(name))];
}

function withLine(search: Search, line: SearchLine, going: boolean): Search {
  if (line.type === "sources") {
    const fresh = line.sources.map(
      (source): SourceState => ({ source, running: true, found: [], answer: null, refused: null }),
    );
    return going ? search : { ...search, sources: fresh };
  }
  const { registryId, result } = line;
  const sources = (search.sources ?? []).map((state): SourceState => {
    if (state.source.registryId !== registryId) return state;
    if (!result.ok) return { ...state, running: false, refused: result.error };
    const found = going ? merged(state.found, result.data.found) : result.data.found;
    return { ...state, running: false, refused: null, answer: result.data, found };
  });
  return { ...search, sources };
}

async function follow(path: string, signal: AbortSignal, tell: (line: SearchLine) => void) {
  const response = await fetch(path, { signal });
  const isStream = response.headers.get("content-type")?.startsWith("application/x-ndjson");
  if (!isStream || response.body === null) {
    const refusal = (await response.json()) as { error?: ErrorDto };
    return refusal.error ?? unreachable;
  }
  for await (const line of readLines<SearchLine>(response.body)) tell(line);
  return null;
}

/**
 * Searches as soon as `path` says what for, and again when it changes; answers appear as they come. `ask` asks one registry
 * again, or on from a cursor.
 */
export function useRegistrySearch(path: string) {
  const [search, setSearch] = useState<Search>(none);
  const current = useRef<AbortController | null>(null);

  useEffect(() => {
    const controller = new AbortController();
    current.current = controller;
    setSearch({ ...none, path });
    const fail = (error: ErrorDto) => {
      if (!controller.signal.aborted) setSearch((before) => ({ ...before, error }));
    };
    if (path !== "") {
      follow(path, controller.signal, (line) => setSearch((before) => withLine(before, line, false))).then(
        (refused) => refused && fail(refused),
        () => fail(unreachable),
      );
    }
    return () => controller.abort();
  }, [path]);

  const ask = useCallback(
    (registryId: string, cursor?: string) => {
      const controller = current.current;
      if (!controller) return;
      const address = new URL(path, window.location.origin);
      address.searchParams.set("registryId", registryId);
      if (cursor !== undefined) address.searchParams.set("cursor", cursor);
      const change = (patch: Partial<SourceState>) =>
        setSearch((before) => ({
          ...before,
          sources:
            before.sources?.map((state) =>
              state.source.registryId === registryId ? { ...state, ...patch } : state,
            ) ?? null,
        }));
      const fail = (refused: ErrorDto) => {
        if (!controller.signal.aborted) change({ running: false, refused });
      };
      change({ running: true, refused: null });
      follow(`${address.pathname}${address.search}`, controller.signal, (line) => {
        if (line.type === "answer") setSearch((before) => withLine(before, line, cursor !== undefined));
      }).then(
        (refused) => refused && fail(refused),
        () => fail(unreachable),
      );
    },
    [path],
  );

  // Until the effect has run, what is shown would be of another search.
  const { sources, error } = search.path === path ? search : none;
  return { sources, error, ask };
}
