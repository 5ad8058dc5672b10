import { jobHref, registryHref } from "#components/hrefs.ts";
import type { Concern } from "#components/overview/attention.tsx";
import { isNearLimit } from "#components/registry/rate-limit.tsx";
import type { JobDto } from "#lib/services/jobs/index.ts";
import type { RegistrySummary } from "#lib/services/registries/index.ts";

const day = 86_400_000;

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
        // Why a registry was not indexed stands with the registry.
        ({ kind, state, finishedAt }) =>
          kind !== "registry.index" &&
          state === "failed" &&
          finishedAt !== null &&
          now - Date.parse(finishedAt) < day,
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
