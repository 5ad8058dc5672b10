import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Suspense } from "react";
import { HostView } from "#components/docker/host-view.tsx";
import { HostWaiting } from "#components/docker/host-waiting.tsx";
import { ErrorState } from "#components/feedback/error-state.tsx";
import { may } from "#lib/auth/index.ts";
import { getHost, listHosts } from "#lib/services/hosts/index.ts";
import { readForPage } from "../../load.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("hosts"))("title") };
}

/** A daemon may take its time or hang: the page does not wait for it. */
export default async function HostPage({ params }: { params: Promise<{ hostId: string }> }) {
  const { hostId } = await params;
  const { actor, result } = await readForPage(listHosts, {});
  if (!result.ok) return <ErrorState error={result.error} />;
  const host = result.data.find(({ id }) => id === hostId);
  if (!host) notFound();
  return (
    <Suspense fallback={<HostWaiting name={host.name} />}>
      <AskedHost hostId={host.id} mayPull={may(actor.role, "image:pull")} />
    </Suspense>
  );
}

async function AskedHost({ hostId, mayPull }: { hostId: string; mayPull: boolean }) {
  const { result } = await readForPage(getHost, { hostId });
  if (!result.ok) return <ErrorState error={result.error} />;
  return <HostView initial={result.data} mayPull={mayPull} />;
}
