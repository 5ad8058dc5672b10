"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { readLines } from "#components/live/read-lines.ts";
import type { ErrorDto } from "#lib/errors.ts";
import type { ConnectionReport, ConnectionStep } from "#lib/registry/connection-types.ts";
import type { ConnectionTestLine } from "#lib/services/registries/types.ts";
import type { ConnectionInput } from "./form-state.ts";

export interface ConnectionTest {
  readonly state: "idle" | "running" | "passed" | "failed";
  readonly steps: readonly ConnectionStep[];
  /** The test itself could not run: a field refused, the session ended, the server unreachable. */
  readonly error: ErrorDto | null;
}

/** What is tested: values in a form, or a stored registry exactly as it is saved. */
export type TestSubject = { readonly typed: ConnectionInput } | { readonly registryId: string };

const idle: ConnectionTest = { state: "idle", steps: [], error: null };
const unreachable: ErrorDto = { code: "TIMEOUT" };

function withStep(steps: readonly ConnectionStep[], step: ConnectionStep): ConnectionStep[] {
  const known = steps.some(({ id }) => id === step.id);
  return known ? steps.map((one) => (one.id === step.id ? step : one)) : [...steps, step];
}

async function request(subject: TestSubject, signal: AbortSignal): Promise<Response> {
  const stored = "registryId" in subject;
  return fetch(stored ? `/api/v1/registries/${subject.registryId}/test` : "/api/v1/registries/test", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(stored ? {} : subject.typed),
    signal,
  });
}

/**
 * Runs connection tests and keeps what the last one said. Starting one ends the one before; leaving the page ends it on
 * the server too. `run` answers with the report, or null when there is none.
 */
export function useConnectionTest() {
  const [test, setTest] = useState<ConnectionTest>(idle);
  const current = useRef<AbortController | null>(null);
  useEffect(() => () => current.current?.abort(), []);

  const run = useCallback(async (subject: TestSubject): Promise<ConnectionReport | null> => {
    current.current?.abort();
    const controller = new AbortController();
    current.current = controller;
    const update = (change: (before: ConnectionTest) => ConnectionTest) => {
      if (current.current === controller) setTest(change);
    };
    const fail = (error: ErrorDto) => {
      update((before) => ({ ...before, state: "failed", error }));
      return null;
    };
    setTest({ ...idle, state: "running" });
    try {
      const response = await request(subject, controller.signal);
      const isStream = response.headers.get("content-type")?.startsWith("application/x-ndjson");
      if (!isStream || response.body === null) {
        const answer = (await response.json()) as { error?: ErrorDto };
        return fail(answer.error ?? unreachable);
      }
      for await (const line of readLines<ConnectionTestLine>(response.body)) {
        if (line.type === "error") return fail(line.error);
        if (line.type === "report") {
          update((before) => ({ ...before, state: line.report.ok ? "passed" : "failed" }));
          return current.current === controller ? line.report : null;
        }
        update((before) => ({ ...before, steps: withStep(before.steps, line.step) }));
      }
      return fail(unreachable);
    } catch {
      return controller.signal.aborted ? null : fail(unreachable);
    }
  }, []);

  const reset = useCallback(() => {
    current.current?.abort();
    current.current = null;
    setTest(idle);
  }, []);

  return { test, run, reset };
}
