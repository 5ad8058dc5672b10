import { Prisma } from "#lib/db/index.ts";

/** When the last run was ordered; before the first, when the registry was connected. */
const last = Prisma.sql`coalesce(r."indexJobAt", r."createdAt")`;

/**
 * When the registry `r` is to be read next by its schedule; null without one. The nightly hour is that of the time zone it
 * was set in: the first one after the last run.
 */
export const nextRun = Prisma.sql`(CASE r."indexSchedule"
  WHEN 'quarter' THEN ${last} + interval '15 minutes'
  WHEN 'hourly' THEN ${last} + interval '1 hour'
  WHEN 'six_hours' THEN ${last} + interval '6 hours'
  WHEN 'nightly' THEN (date_trunc('day', (${last} AT TIME ZONE r."indexZone") - r."indexHour" * interval '1 hour')
    + interval '1 day' + r."indexHour" * interval '1 hour') AT TIME ZONE r."indexZone"
END)`;

/** Asking again with a wrong password locks accounts. */
export const passwordRefused = Prisma.sql`(r."health" = 'error'
  AND coalesce(r."healthError" ->> 'code', '') = 'REGISTRY_UNAUTHORIZED')`;
