import { z } from "zod";
import { db } from "#lib/db/index.ts";
import type { JobState } from "#lib/jobs/index.ts";
import { defineRead } from "#lib/operations/index.ts";
import type { IndexSettings } from "../registries/types.ts";
import { nextRun, passwordRefused } from "./due.ts";

/** More registries than anybody connects. */
const most = 500;

/** When a registry is read by itself. Times ISO 8601. */
export interface ScheduleDto {
  readonly registry: { readonly id: string; readonly name: string };
  readonly schedule: IndexSettings["schedule"];
  /** Nightly: at this hour of this time zone. */
  readonly hour: number;
  readonly zone: string;
  /** null: not before somebody does something, see `held`. In the past: as soon as a worker looks, or the run under way ends. */
  readonly next: string | null;
  /** Why it is not read by itself: no schedule, switched off, or its password is refused. */
  readonly held: "off" | "disabled" | "refused" | null;
  /** The last run, or the one under way. */
  readonly run: { readonly id: string; readonly state: JobState; readonly at: string } | null;
}

type Row = Omit<ScheduleDto, "registry" | "next" | "run"> & {
  readonly id: string;
  readonly name: string;
  readonly next: Date | null;
  readonly jobId: string | null;
  readonly state: JobState | null;
  readonly at: Date | null;
};

/** The schedules of every registry, the next one first. */
export const listSchedules = defineRead({
  id: "registry.schedules",
  permission: "registry:read",
  input: z.strictObject({}),
  run: async (): Promise<readonly ScheduleDto[]> => {
    const rows = await db().$queryRaw<Row[]>`
      SELECT s.*, CASE WHEN s."held" IS NULL THEN s."due" END AS "next" FROM (
        SELECT r."id", r."name", r."indexSchedule" AS "schedule", r."indexHour" AS "hour", r."indexZone" AS "zone",
          ${nextRun} AS "due", j."id" AS "jobId", j."state", j."createdAt" AS "at",
          CASE WHEN r."indexSchedule" = 'off' THEN 'off' WHEN r."disabledAt" IS NOT NULL THEN 'disabled'
            WHEN ${passwordRefused} THEN 'refused' END AS "held"
        FROM "Registry" r LEFT JOIN "Job" j ON j."id" = r."indexJobId") s
      ORDER BY "next" NULLS LAST, lower(s."name"), s."id" LIMIT ${most}`;
    return rows.map(({ id, name, schedule, hour, zone, held, next, jobId, state, at }) => ({
      registry: { id, name },
      schedule,
      hour,
      zone,
      held,
      next: next?.toISOString() ?? null,
      run: jobId && state && at ? { id: jobId, state, at: at.toISOString() } : null,
    }));
  },
});
