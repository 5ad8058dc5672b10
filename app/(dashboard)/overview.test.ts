import { expect, it } from "vitest";
import type { HostDetail } from "#lib/services/hosts/index.ts";
import type { JobDto } from "#lib/services/jobs/index.ts";
import type { RegistrySummary } from "#lib/services/registries/index.ts";
import { concernsOf, hostConcerns } from "./overview.ts";

const now = Date.parse("2026-03-01T12:00:00Z");
const registry = (facts: Partial<RegistrySummary> = {}) =>
  ({ id: "r", name: "harbor", health: "ok", disabled: false, notices: {}, ...facts }) as RegistrySummary;
const run = (id: string, state: JobDto["state"]) =>
  ({
    id,
    kind: "registry.index",
    state,
    targetName: "harbor",
    registry: { id: "r", name: "harbor" },
    error: state === "failed" ? { code: "TIMEOUT" } : null,
    finishedAt: "2026-03-01T11:00:00Z",
  }) as JobDto;
const told = (jobs: readonly JobDto[], facts?: Partial<RegistrySummary>) =>
  concernsOf([registry(facts)], jobs, now).map(({ id }) => id);

it("a failed index run is told until one reads to the end, whatever was cancelled since", () => {
  const failed = run("failed", "failed");
  expect(told([run("b", "cancelled"), run("a", "cancelled"), failed])).toEqual(["job:failed"]);
  expect(told([run("a", "running"), failed])).toEqual(["job:failed"]);
  expect(told([run("a", "succeeded"), failed])).toEqual([]);
  expect(told([run("a", "cancelled")])).toEqual([]);
});

it("is told once: the last one, and where the registry is told already, not beside it", () => {
  expect(told([run("second", "failed"), run("first", "failed")])).toEqual(["job:second"]);
  expect(told([run("a", "failed")], { health: "error" })).toEqual(["unreachable:r"]);
  expect(told([run("a", "failed")], { disabled: true })).toEqual([]);
});

it("names a Docker host that does not answer, not a socket that was never there", () => {
  const error = { code: "DOCKER_UNREACHABLE", reason: "daemon_socket_missing" } as const;
  const host = (id: string, facts: Partial<HostDetail>) =>
    ({ id, name: id, error: null, absent: false, ...facts }) as HostDetail;
  const hosts = [host("up", {}), host("away", { error }), host("absent", { error, absent: true })];
  expect(hostConcerns(hosts)).toEqual([
    { id: "host:away", kind: "hostAway", name: "away", error, href: "/hosts/away" },
  ]);
});
