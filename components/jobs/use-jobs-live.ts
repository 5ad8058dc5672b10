"use client";

import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { hostKeys } from "#components/docker/keys.ts";
import type { LiveChange } from "#components/live/connection.ts";
import { useLive } from "#components/live/use-live.ts";
import type { JobDto } from "#lib/services/jobs/types.ts";
import { jobKeys } from "./keys.ts";

const isEnd = (state: unknown): state is "succeeded" | "failed" | "cancelled" =>
  state === "succeeded" || state === "failed" || state === "cancelled";

const isActive = (client: QueryClient, id: string): boolean =>
  client
    .getQueryData<readonly JobDto[]>(jobKeys.active)
    ?.some((job) => job.id === id && job.state === "running") ?? false;

/** A running job's picture is in the event itself: nothing is asked for, four times a second. */
function takeProgress(client: QueryClient, { id, progress }: LiveChange): boolean {
  if (!progress) return false;
  const merge = (job: JobDto): JobDto =>
    job.id === id ? { ...job, state: "running", progress: progress as JobDto["progress"] } : job;
  const active = client.getQueryData<readonly JobDto[]>(jobKeys.active);
  if (!active?.some((job) => job.id === id)) return false;
  client.setQueryData<readonly JobDto[]>(jobKeys.active, active.map(merge));
  client.setQueryData<JobDto>(jobKeys.detail(id), (job) => job && merge(job));
  return true;
}

function onJob(client: QueryClient, change: LiveChange): void {
  const { id } = change;
  if (change.log === true) {
    void client.invalidateQueries({ queryKey: jobKeys.log(id) });
    return;
  }
  if (takeProgress(client, change)) return;
  void client.invalidateQueries({ queryKey: jobKeys.active });
  void client.invalidateQueries({ queryKey: jobKeys.detail(id) });
  // A picture too large for an event changes nothing a list shows.
  const moving = change.state === "running" && isActive(client, id);
  if (!moving) void client.invalidateQueries({ queryKey: jobKeys.list });
}

function onHost(client: QueryClient, { id }: LiveChange): void {
  void client.invalidateQueries({ queryKey: hostKeys.images(id) });
  void client.invalidateQueries({ queryKey: hostKeys.usage(id) });
}

/**
 * Keeps everything about jobs and hosts in the query cache up to date. Mounted once, by the top bar.
 * @param onEnd a job that was known to be active has ended.
 */
export function useJobsLive(onEnd: (job: JobDto, state: "succeeded" | "failed" | "cancelled") => void): void {
  const client = useQueryClient();
  useLive((message) => {
    if (message.type === "snapshot") {
      client.setQueryData(jobKeys.active, message.jobs);
      void client.invalidateQueries({
        queryKey: [...jobKeys.all],
        predicate: ({ queryKey }) => queryKey[1] !== "active",
      });
      void client.invalidateQueries({ queryKey: hostKeys.all });
      return;
    }
    const { change } = message;
    if (change.topic === "host") onHost(client, change);
    if (change.topic !== "job") return;
    const known = client.getQueryData<readonly JobDto[]>(jobKeys.active)?.find(({ id }) => id === change.id);
    if (known && isEnd(change.state)) onEnd(known, change.state);
    onJob(client, change);
  });
}
