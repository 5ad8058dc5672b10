import { z } from "zod";
import { db } from "#lib/db/index.ts";
import { createDockerClient, type DiskUsage, defaultSocket } from "#lib/docker/index.ts";
import { AppError, toErrorDto } from "#lib/errors.ts";
import { defineRead } from "#lib/operations/index.ts";
import type { HostDetail, HostSummary } from "./types.ts";

const select = { id: true, name: true, endpoint: true, local: true } as const;

/** All hosts, this machine's own first. */
export async function loadHosts(): Promise<readonly HostSummary[]> {
  return db().dockerHost.findMany({ select, orderBy: [{ local: "desc" }, { name: "asc" }] });
}

/** The host of an id, unasked. Throws NOT_FOUND, also for what is no id at all. */
export async function reachHost(hostId: string): Promise<HostSummary> {
  const id = z.uuid().safeParse(hostId).data;
  const row = id ? await db().dockerHost.findUnique({ where: { id }, select }) : null;
  if (!row) throw new AppError("NOT_FOUND", "no such host");
  return row;
}

/** A host and what its daemon says; a daemon that is away is an answer, not a failure. Throws NOT_FOUND. */
export async function loadHost(hostId: string, signal?: AbortSignal): Promise<HostDetail> {
  const host = await reachHost(hostId);
  try {
    const info = await createDockerClient(host.endpoint).info(signal);
    return { ...host, info, error: null, absent: false };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const absent = host.local && host.endpoint === defaultSocket && error.reason === "daemon_socket_missing";
    return { ...host, info: null, error: toErrorDto(error), absent };
  }
}

const hostInput = z.strictObject({ hostId: z.string().max(64) });

export const listHosts = defineRead({
  id: "host.list",
  permission: "host:read",
  input: z.strictObject({}),
  run: () => loadHosts(),
});

export const getHost = defineRead({
  id: "host.get",
  permission: "host:read",
  input: hostInput,
  run: (_actor, { hostId }, { signal }) => loadHost(hostId, signal),
});

/** What images, containers, volumes and build cache take. Slow on a full host: the daemon measures it each time. */
export const getDiskUsage = defineRead({
  id: "host.diskUsage",
  permission: "host:read",
  input: hostInput,
  deadlineMs: 60_000,
  run: async (_actor, { hostId }, { signal }): Promise<DiskUsage> => {
    const host = await reachHost(hostId);
    return createDockerClient(host.endpoint).diskUsage(signal);
  },
});
