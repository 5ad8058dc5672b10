import { z } from "zod";
import type { AuditFilter } from "../../audit/index.ts";
import { databaseNow } from "../../db/index.ts";

const rangeHours = { "24h": 24, "7d": 7 * 24, "30d": 30 * 24 } as const;
const rangeNames = ["24h", "7d", "30d"] as const;
const outcomes = ["done", "failed", "denied", "pending"] as const;

const instant = z.iso.datetime({ offset: true });

/** What the list and the export can be narrowed by: a closed list, each a parameter of the address. */
export const filterShape = {
  /** Free text over who, what, where and from where. */
  filter: z.string().max(200).optional(),
  actor: z.string().max(200).optional(),
  action: z.string().max(100).optional(),
  outcome: z.enum(outcomes).optional(),
  registry: z.uuid().optional(),
  targetType: z.string().max(50).optional(),
  target: z.string().max(300).optional(),
  when: z.enum(rangeNames).optional(),
  from: instant.optional(),
  to: instant.optional(),
};

type FilterInput = z.infer<z.ZodObject<typeof filterShape>>;

/**
 * The input as lib/audit takes it. A named range counts back from now, by the clock events are written with; with an explicit
 * `from` the later one wins.
 */
export async function toFilter(input: FilterInput): Promise<AuditFilter> {
  const { filter, actor, action, outcome, registry, targetType, target, when, from, to } = input;
  const starts = [
    ...(when ? [(await databaseNow()).getTime() - rangeHours[when] * 60 * 60 * 1000] : []),
    ...(from ? [Date.parse(from)] : []),
  ];
  return {
    ...(filter ? { text: filter } : {}),
    ...(actor ? { actor } : {}),
    ...(action ? { action } : {}),
    ...(outcome ? { outcome } : {}),
    ...(registry ? { registryId: registry } : {}),
    ...(targetType ? { targetType } : {}),
    ...(target ? { target } : {}),
    ...(starts.length > 0 ? { from: new Date(Math.max(...starts)) } : {}),
    ...(to ? { to: new Date(to) } : {}),
  };
}
