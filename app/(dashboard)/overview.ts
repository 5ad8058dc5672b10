import { hostHref, jobHref, registryHref } from "#components/hrefs.ts";
import type { Concern } from "#components/overview/attention.tsx";
import { isNearLimit } from "#components/registry/rate-limit.tsx";
import type { HostDetail } from "#lib/services/hosts/index.ts";
import type { JobDto } from "#lib/services/jobs/index.ts";
import type { RegistrySummary } from "#lib/services/registries/index.ts";

const day = 86_400_000;

/**
 * Whether a failed index run is still to be looked at: nothing but a run to the end clears it, a cancelled one does not. Told
 * once, and not beside what the registry itself is told for.
 */
function stands(failed: JobDto, jobs: readonly JobDto[], active: readonly RegistrySummary[]): boolean {
  const registry = active.find(({ id }) => id === failed.registry?.id);
  if (registry === undefined || registry.health === "error" || registry.health === "warn") return false;
  const ended = jobs.find(
    ({ kind, registry: of, state }) =>
      kind === "registry.index" && of?.id === registry.id && (state === "failed" || state === "succeeded"),
  );
  return ended?.id === failed.id;
}

/** Docker hosts somebody relies on that do not answer; a socket that was never there is none. */
export const hostConcerns = (hosts: readonly HostDetail[]): Concern[] =>
  hosts
    .filter(({ error, absent }) => error !== null && !absent)
    .map(({ id, name, error }) => ({ id: `host:${id}`, kind: "hostAway", name, error, href: hostHref(id) }));

/** What somebody should look at: registries first, then what failed within a day. A disabled registry is nobody's concern. */
export function concernsOf(
  registries: readonly RegistrySummary[],
  jobs: readonly JobDto[],
  now: number,
): Concern[] {
  const active = registries.filter(({ disabled }) => !disabled);
  const of = (registry: RegistrySummary, kind: Concern["kind"]): Concern => ({
    id: `${kind}:${registry.id}`,
    kind,
    name: registry.name,
    error: kind === "truncated" || kind === "nearLimit" ? null : registry.healthError,
    href: registryHref(registry.id),
  });
  return [
    ...active.filter(({ health }) => health === "error").map((registry) => of(registry, "unreachable")),
    ...active.filter(({ health }) => health === "warn").map((registry) => of(registry, "needsLook")),
    ...active.filter(isNearLimit).map((registry) => of(registry, "nearLimit")),
    ...active.filter(({ truncated }) => truncated).map((registry) => of(registry, "truncated")),
    ...jobs
      .filter(
        (job) =>
          job.state === "failed" &&
          job.finishedAt !== null &&
          now - Date.parse(job.finishedAt) < day &&
          (job.kind !== "registry.index" || stands(job, jobs, active)),
      )
      .map(
        (job): Concern => ({
          id: `job:${job.id}`,
          kind: "failedJob",
          name: job.targetName,
          error: job.error,
          href: jobHref(job.id),
        }),
      ),
  ];
}
