import { db, type Prisma } from "#lib/db/index.ts";
import type { ErrorDto } from "#lib/errors.ts";
import type { JobState } from "#lib/jobs/index.ts";
import type { CopyInput } from "../copies/input.ts";
import type { JobDto } from "./types.ts";

/** The columns a page may read. */
export const jobSelect = {
  id: true,
  kind: true,
  state: true,
  input: true,
  progress: true,
  result: true,
  error: true,
  targetName: true,
  startedByName: true,
  registryId: true,
  hostId: true,
  createdAt: true,
  startedAt: true,
  finishedAt: true,
  cancelRequestedBy: true,
  pausedBy: true,
} satisfies Prisma.JobSelect;

type Row = Prisma.JobGetPayload<{ select: typeof jobSelect }>;
type Names = ReadonlyMap<string, string>;

const namesOf = (rows: readonly { id: string; name: string }[]): Names =>
  new Map(rows.map(({ id, name }) => [id, name]));

const distinct = (ids: readonly (string | null)[]) => [...new Set(ids.filter((id) => id !== null))];

function named(id: string | null, names: Names): { id: string; name: string } | null {
  const name = id === null ? undefined : names.get(id);
  return id === null || name === undefined ? null : { id, name };
}

/** The registry a copy comes from; the row's own is where it goes. */
function sourceId({ kind, input }: Row): string | null {
  return kind === "image.copy" ? (input as unknown as CopyInput).registryId : null;
}

/** Rows with the names of their registries and hosts, looked up once for all. */
export async function toDtos(rows: readonly Row[]): Promise<readonly JobDto[]> {
  const [registries, hosts] = await Promise.all([
    db().registry.findMany({
      where: { id: { in: distinct(rows.flatMap((row) => [row.registryId, sourceId(row)])) } },
      select: { id: true, name: true },
    }),
    db().dockerHost.findMany({
      where: { id: { in: distinct(rows.map((row) => row.hostId)) } },
      select: { id: true, name: true },
    }),
  ]);
  const registryNames = namesOf(registries);
  const hostNames = namesOf(hosts);
  return rows.map((row) => {
    const dto = {
      id: row.id,
      kind: row.kind,
      state: row.state as JobState,
      targetName: row.targetName,
      startedBy: row.startedByName,
      createdAt: row.createdAt.toISOString(),
      startedAt: row.startedAt?.toISOString() ?? null,
      finishedAt: row.finishedAt?.toISOString() ?? null,
      cancelRequestedBy: row.cancelRequestedBy,
      pausedBy: row.pausedBy,
      registry: named(row.registryId, registryNames),
      host: named(row.hostId, hostNames),
      error: row.error as ErrorDto | null,
      input: row.input,
      progress: row.progress,
      result: row.result,
      ...(row.kind === "image.copy" ? { source: named(sourceId(row), registryNames) } : {}),
    };
    // Our own writing under this kind, so trusted to have its shape.
    return dto as unknown as JobDto;
  });
}
