import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { EmptyState } from "#components/feedback/empty-state.tsx";
import { hostHref } from "#components/hrefs.ts";
import { PageHeader } from "#components/layout/page-header.tsx";
import { pageActor } from "#lib/auth/index.ts";
import { loadHosts } from "#lib/services/hosts/index.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("hosts"))("title") };
}

/** While there is one host, its page is the list. */
export default async function HostsPage() {
  await pageActor();
  const hosts = await loadHosts();
  const [only, another] = hosts;
  if (only && !another) redirect(hostHref(only.id));
  const t = await getTranslations("hosts");
  return (
    <>
      <PageHeader title={t("title")} />
      {hosts.length === 0 ? <EmptyState title={t("none")} /> : null}
      <ul className="mt-4 flex flex-col divide-y divide-line border-line border-y">
        {hosts.map((host) => (
          <li key={host.id}>
            <Link href={hostHref(host.id)} className="flex flex-wrap gap-x-4 py-3 text-sm hover:bg-sunk">
              <span className="font-medium">{host.name}</span>
              <span className="break-all font-mono text-ink-3 text-xs leading-5">{host.endpoint}</span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
