import "server-only";

export { ensureLocalHost } from "./ensure-local-host.ts";
export { getDiskUsage, getHost, listHosts, loadHost, loadHosts, reachHost } from "./read-hosts.ts";
export type { HostDetail, HostSummary } from "./types.ts";
