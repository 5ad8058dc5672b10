import { z } from "zod";
import { databaseNow, db, type Prisma } from "#lib/db/index.ts";
import { AppError, type ErrorDto } from "#lib/errors.ts";
import { isEnded, type JobLine, jobStates } from "#lib/jobs/index.ts";
import { defineRead } from "#lib/operations/index.ts";
import { jobKinds } from "./kinds.ts";
import { jobSelect, toDtos } from "./to-dto.ts";
import type { IndexJobDto, JobDto, JobLogLineDto, JobPage } from "./types.ts";

const countCap = 10_000;
const logPage = 1000;
const activeStates = jobStates.filter((state) => !isEnded(state));

const listInput = z.strictObject({
  /** One state, or "active" for those not ended. */
  state: z.enum([...jobStates, "active"]).optional(),
  kind: z.enum(jobKinds).optional(),
  filter: z.string().trim().max(255).optional(),
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

function conditions({ state, kind, filter }: z.output<typeof listInput>): Prisma.JobWhereInput {
  const states = state === "active" ? activeStates : state ? [state] : null;
  return {
    ...(states ? { state: { in: states } } : {}),
    ...(kind ? { kind } : {}),
    ...(filter
      ? {
          OR: [
            { targetName: { contains: filter, mode: "insensitive" } },
            { startedByName: { contains: filter, mode: "insensitive" } },
          ],
        }
      : {}),
  };
}

/** Newest first. */
export const listJobs = defineRead({
  id: "job.list",
  permission: "job:read",
  input: listInput,
  run: async (_actor, query): Promise<JobPage> => {
    const where = conditions(query);
    const { cursor, limit } = query;
    const [rows, count, now] = await Promise.all([
      db().job.findMany({
        where,
        select: jobSelect,
        orderBy: [{ createdAt: "desc" }, { id: "desc" }],
        take: limit + 1,
        ...(cursor ? { cursor: { id: cursor }, skip: 1 } : {}),
      }),
      db().job.count({ where, take: countCap + 1 }),
      databaseNow(),
    ]);
    const items = await toDtos(rows.slice(0, limit));
    const last = items.at(-1);
    return {
      items,
      count,
      asOf: now.toISOString(),
      ...(rows.length > limit && last ? { next: last.id } : {}),
    };
  },
});

/** Jobs queued, running or paused: what the top bar's ring and a new stream's first event show. */
export async function loadActiveJobs(): Promise<readonly JobDto[]> {
  return toDtos(
    await db().job.findMany({
      where: { state: { in: activeStates } },
      select: jobSelect,
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: 50,
    }),
  );
}

/** Throws NOT_FOUND, also for what is no id at all. */
export async function loadJob(jobId: string): Promise<JobDto> {
  const id = z.uuid().safeParse(jobId).data;
  const row = id ? await db().job.findUnique({ where: { id }, select: jobSelect }) : null;
  const [job] = row ? await toDtos([row]) : [];
  if (!job) throw new AppError("NOT_FOUND", "no such job");
  return job;
}

export const getJob = defineRead({
  id: "job.get",
  permission: "job:read",
  input: z.strictObject({ jobId: z.string().max(64) }),
  run: (_actor, { jobId }) => loadJob(jobId),
});

/** The lines after `after`, oldest first, at most a thousand at a time. */
export async function loadJobLog(jobId: string, after?: string): Promise<readonly JobLogLineDto[]> {
  const { id } = await loadJob(jobId);
  const rows = await db().jobLogLine.findMany({
    where: { jobId: id, ...(after ? { id: { gt: BigInt(after) } } : {}) },
    select: { id: true, at: true, level: true, message: true, line: true, error: true },
    orderBy: { id: "asc" },
    take: logPage,
  });
  return rows.map((row) => ({
    id: row.id.toString(),
    at: row.at.toISOString(),
    level: row.level as JobLogLineDto["level"],
    message: row.message,
    line: row.line as JobLine | null,
    error: row.error as ErrorDto | null,
  }));
}

export const getJobLog = defineRead({
  id: "job.log",
  permission: "job:read",
  input: z.strictObject({
    jobId: z.string().max(64),
    after: z
      .string()
      .regex(/^\d{1,18}$/)
      .optional(),
  }),
  run: (_actor, { jobId, after }) => loadJobLog(jobId, after),
});

export const listActiveJobs = defineRead({
  id: "job.active",
  permission: "job:read",
  input: z.strictObject({}),
  run: () => loadActiveJobs(),
});

/** A registry's index run: the one under way, or the last; null before the first. */
export const getIndexRun = defineRead({
  id: "registry.indexRun",
  permission: "job:read",
  input: z.strictObject({ registryId: z.string().max(64) }),
  run: async (_actor, { registryId }): Promise<IndexJobDto | null> => {
    const id = z.uuid().safeParse(registryId).data;
    const registry = id
      ? await db().registry.findUnique({ where: { id }, select: { indexJobId: true } })
      : null;
    if (!registry) throw new AppError("NOT_FOUND", "no such registry");
    if (!registry.indexJobId) return null;
    const row = await db().job.findUnique({ where: { id: registry.indexJobId }, select: jobSelect });
    const [job] = row ? await toDtos([row]) : [];
    return job?.kind === "registry.index" ? job : null;
  },
});
