import { z } from "zod";
import { notify, type Tx } from "#lib/db/index.ts";
import { defineOperation } from "#lib/operations/index.ts";
import { auditTarget } from "./audit-view.ts";
import { refuse, registryId } from "./fields.ts";
import { lockRegistry } from "./stored-registry.ts";
import { detailSelect, indexSettings } from "./to-dto.ts";
import { indexSchedules } from "./types.ts";

const patterns = z
  .array(
    z
      .string()
      .trim()
      .max(255)
      .regex(/^[a-z0-9._\-/*?]+$/, { error: "pattern_invalid" }),
  )
  .max(200);

/** Postgres reckons with it, so it is Postgres that has to know it. */
async function requireZone(tx: Tx, zone: string): Promise<void> {
  const known = await tx.$queryRaw<object[]>`SELECT 1 FROM pg_timezone_names WHERE name = ${zone}`;
  if (known.length === 0) throw refuse("zone", "invalid_choice");
}

/** When and how a registry is indexed without being opened. Counts from the next run on, or when a paused one goes on. */
export const setIndexing = defineOperation({
  id: "registry.setIndexing",
  permission: "registry:manage",
  effect: "database",
  input: z.strictObject({
    registryId,
    schedule: z.enum(indexSchedules),
    hour: z.number().int().min(0).max(23),
    zone: z.string().min(1).max(64),
    concurrency: z.number().int().min(1).max(4),
    rate: z.number().int().min(1).max(1000).nullable(),
    include: patterns,
    exclude: patterns,
  }),
  target: ({ registryId: id }) => auditTarget(id),
  revalidate: ({ registryId: id }) => [`/registries/${id}/-/settings`],
  run: async (_actor, { registryId: id, ...settings }, { tx, audit }) => {
    const { name } = await lockRegistry(tx, id);
    audit.target(auditTarget(id, name));
    await requireZone(tx, settings.zone);
    const before = await tx.registry.findUniqueOrThrow({ where: { id }, select: detailSelect });
    const after = await tx.registry.update({
      where: { id },
      data: {
        indexSchedule: settings.schedule,
        indexHour: settings.hour,
        indexZone: settings.zone,
        indexConcurrency: settings.concurrency,
        indexRate: settings.rate,
        indexInclude: [...new Set(settings.include)],
        indexExclude: [...new Set(settings.exclude)],
      },
      select: detailSelect,
    });
    audit.before(indexSettings(before));
    audit.after(indexSettings(after));
    await notify(tx, { topic: "registry", id });
    return { registryId: id };
  },
});
