import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AuditLog } from "#components/audit/audit-log.tsx";
import { parseTableSearch } from "#components/data-table/request.ts";
import { ErrorState } from "#components/feedback/error-state.tsx";
import { pageActor } from "#lib/auth/index.ts";
import { executeRead } from "#lib/operations/index.ts";
import { listAuditChoices, listAuditEvents } from "#lib/services/audit/index.ts";
// The filter offers every action there is.
import "#lib/services/declared.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("audit"))("title") };
}

interface PageProps {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

const filterNames = ["when", "actor", "action", "outcome", "registry", "target", "targetType"];

export default async function AuditPage({ searchParams }: PageProps) {
  const actor = await pageActor();
  const search = await searchParams;
  const { filter, filters } = parseTableSearch(search, { sortable: [], filters: filterNames });
  const [events, choices] = await Promise.all([
    executeRead(listAuditEvents, actor, async () => ({ filter, ...filters })),
    executeRead(listAuditChoices, actor, async () => ({})),
  ]);
  if (!choices.ok) return <ErrorState error={choices.error} />;
  // Days are the reader's own: only the browser knows when they begin. A filter nobody offers is the table's to report.
  const here = events.ok && !search.from && !search.to ? { initialPage: events.data } : {};
  return <AuditLog {...here} choices={choices.data} />;
}
