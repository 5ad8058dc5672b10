import type { Prisma } from "#lib/db/index.ts";
import type { ErrorDto } from "#lib/errors.ts";
import { type Capabilities, type ProductId, registryHost } from "#lib/registry/index.ts";
import { noticesOf } from "./notices.ts";
import { storedSettings } from "./product-settings.ts";
import {
  type IndexSettings,
  indexSchedules,
  type RegistryDetail,
  type RegistryHealth,
  type RegistrySummary,
} from "./types.ts";

/** The columns a list may read. Spelled out: a new column is not published by being added. */
export const summarySelect = {
  id: true,
  name: true,
  product: true,
  endpoint: true,
  health: true,
  healthError: true,
  healthCheckedAt: true,
  disabledAt: true,
  repositoriesIndexedAt: true,
  repositoriesTruncated: true,
  capabilities: true,
  _count: { select: { repositories: { where: { goneAt: null } } } },
} satisfies Prisma.RegistrySelect;

export const detailSelect = {
  ...summarySelect,
  description: true,
  username: true,
  secretChangedAt: true,
  caCertificate: true,
  skipTlsVerify: true,
  allowPrivate: true,
  tokenHosts: true,
  settings: true,
  indexSchedule: true,
  indexHour: true,
  indexZone: true,
  indexConcurrency: true,
  indexRate: true,
  indexInclude: true,
  indexExclude: true,
  createdAt: true,
  updatedAt: true,
} satisfies Prisma.RegistrySelect;

type SummaryRow = Prisma.RegistryGetPayload<{ select: typeof summarySelect }>;
type DetailRow = Prisma.RegistryGetPayload<{ select: typeof detailSelect }>;

/** What the last test found; our own writing, so trusted to have its shape, but empty before the first test. */
function capabilitiesOf(row: SummaryRow): Partial<Capabilities> {
  return row.capabilities as Partial<Capabilities>;
}

/** The adapters' word for a server that does not say what it is is no name to show. */
function knownProduct(row: SummaryRow): string | null {
  const { productName } = capabilitiesOf(row);
  return productName === undefined || productName === "unknown" ? null : productName;
}

export function toSummary(row: SummaryRow): RegistrySummary {
  return {
    id: row.id,
    name: row.name,
    product: row.product as ProductId,
    productName: knownProduct(row),
    endpoint: row.endpoint,
    host: registryHost(row.endpoint),
    health: row.health as RegistryHealth,
    healthError: row.healthError as ErrorDto | null,
    healthCheckedAt: row.healthCheckedAt?.toISOString() ?? null,
    disabled: row.disabledAt !== null,
    repositoryCount: row._count.repositories,
    indexedAt: row.repositoriesIndexedAt?.toISOString() ?? null,
    truncated: row.repositoriesTruncated,
    notices: noticesOf(row.id),
  };
}

export function indexSettings(row: DetailRow): IndexSettings {
  return {
    schedule: indexSchedules.find((known) => known === row.indexSchedule) ?? "off",
    hour: row.indexHour,
    zone: row.indexZone,
    concurrency: row.indexConcurrency,
    rate: row.indexRate,
    include: row.indexInclude,
    exclude: row.indexExclude,
  };
}

export function toDetail(row: DetailRow, hasSecret: boolean): RegistryDetail {
  return {
    ...toSummary(row),
    description: row.description,
    username: row.username,
    hasSecret,
    secretChangedAt: row.secretChangedAt?.toISOString() ?? null,
    caCertificate: row.caCertificate,
    skipTlsVerify: row.skipTlsVerify,
    allowPrivate: row.allowPrivate,
    tokenHosts: row.tokenHosts,
    settings: storedSettings(row.product, row.settings),
    indexing: indexSettings(row),
    list: capabilitiesOf(row).list ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
