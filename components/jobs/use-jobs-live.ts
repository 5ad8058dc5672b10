"use client";

import { type QueryClient, type QueryKey, useQueryClient } from "@tanstack/react-query";
import { hostKeys } from "#components/docker/keys.ts";
import type { LiveChange } from "#components/live/connection.ts";
import { useLive } from "#components/live/use-live.ts";
import { repositoryKeys } from "#components/registry/keys.ts";
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
    // Of its own kind: the event is about this very job. An event that was overtaken does not make what has ended run again.
    job.id === id && job.finishedAt === null ? ({ ...job, state: "running", progress } as JobDto) : job;
  const active = client.getQueryData<readonly JobDto[]>(jobKeys.active);
  if (!active?.some((job) => job.id === id)) return false;
  client.setQueryData<readonly JobDto[]>(jobKeys.active, active.map(merge));
  client.setQueryData<JobDto>(jobKeys.detail(id), (job) => job && merge(job));
  return true;
}

/**
 * Asks anew, and not for an answer that was under way when the change came: React Query would take a first answer that is
 * still coming for a fresh one.
 */
async function askAnew(client: QueryClient, queryKey: QueryKey): Promise<void> {
  await client.cancelQueries({ queryKey });
  await client.invalidateQueries({ queryKey });
}

function onJob(client: QueryClient, change: LiveChange): void {
  const { id } = change;
  if (change.log === true) {
    void askAnew(client, jobKeys.log(id));
    return;
  }
  if (takeProgress(client, change)) return;
  if (change.state === "running" && isActive(client, id)) {
    // A picture too large for an event: the next one comes soon, so what is under way may end first.
    void client.invalidateQueries({ queryKey: jobKeys.active }, { cancelRefetch: false });
    void client.invalidateQueries({ queryKey: jobKeys.detail(id) }, { cancelRefetch: false });
    return;
  }
  void askAnew(client, jobKeys.active);
  void askAnew(client, jobKeys.detail(id));
  void askAnew(client, jobKeys.list);
  void askAnew(client, jobKeys.behind);
}

function onHost(client: QueryClient, { id }: LiveChange): void {
  void client.invalidateQueries({ queryKey: hostKeys.images(id) });
  void client.invalidateQueries({ queryKey: hostKeys.usage(id) });
}

/** A list nobody looks at just now is asked for anew when it is opened; one in sight follows its run by itself. */
function onRepository(client: QueryClient, { registryId, repository }: LiveChange): void {
  if (typeof registryId !== "string" || typeof repository !== "string") return;
  for (const queryKey of [repositoryKeys.list(registryId), repositoryKeys.tags(registryId, repository)]) {
    void client.invalidateQueries({ queryKey, refetchType: "none" });
  }
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
    if (change.topic === "repository" && change.state === "done") onRepository(client, change);
    if (change.topic !== "job") return;
    const known = client.getQueryData<readonly JobDto[]>(jobKeys.active)?.find(({ id }) => id === change.id);
    if (known && isEnd(change.state)) onEnd(known, change.state);
    onJob(client, change);
  });
}
