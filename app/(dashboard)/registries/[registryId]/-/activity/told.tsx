import { Activity } from "lucide-react";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { parseTableSearch } from "#components/data-table/request.ts";
import { EmptyState } from "#components/feedback/empty-state.tsx";
import { ErrorState } from "#components/feedback/error-state.tsx";
import { registrySettingsHref } from "#components/hrefs.ts";
import { ActivityTable } from "#components/registry/activity/activity-table.tsx";
import { Button } from "#components/ui/button.tsx";
import { may } from "#lib/auth/index.ts";
import { executeRead } from "#lib/operations/index.ts";
import { getActivity, listActivity } from "#lib/services/notifications/index.ts";
import { type PageSearch, readForPage } from "../../load.ts";

interface ToldProps {
  readonly place: { readonly registryId: string; readonly repository?: string };
  readonly search: Awaited<PageSearch>;
  readonly header: (registry: string) => ReactNode;
}

/** What a registry told of itself, or of one of its repositories. */
export async function Told({ place, search, header }: ToldProps) {
  const { filter, filters } = parseTableSearch(search, { sortable: [], filters: ["kind", "actor"] });
  const { actor, result } = await readForPage(getActivity, place);
  // A filter nobody offers is the table's to report.
  const events = await executeRead(listActivity, actor, async () => ({ ...place, filter, ...filters }));
  if (!result.ok) return <ErrorState error={result.error} />;
  const { registry, actors, listening } = result.data;
  const t = await getTranslations("activity");
  const offers = may(actor.role, "registry:manage") && !listening;
  return (
    <>
      {header(registry)}
      <ActivityTable
        {...place}
        name={place.repository ?? registry}
        initialPage={events.ok ? events.data : undefined}
        actors={actors}
        empty={
          <EmptyState
            icon={<Activity />}
            title={t("empty")}
            actions={
              offers ? (
                <Button asChild>
                  <Link href={registrySettingsHref(place.registryId)}>{t("turnOn")}</Link>
                </Button>
              ) : null
            }
          >
            {t(listening ? "emptyListening" : "emptyOff")}
          </EmptyState>
        }
      />
    </>
  );
}
