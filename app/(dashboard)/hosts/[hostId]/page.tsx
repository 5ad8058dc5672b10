import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { HostView } from "#components/docker/host-view.tsx";
import { ErrorState } from "#components/feedback/error-state.tsx";
import { may } from "#lib/auth/index.ts";
import { getHost } from "#lib/services/hosts/index.ts";
import { readForPage } from "../../load.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("hosts"))("title") };
}

export default async function HostPage({ params }: { params: Promise<{ hostId: string }> }) {
  const { hostId } = await params;
  const { actor, result } = await readForPage(getHost, { hostId });
  if (!result.ok) return <ErrorState error={result.error} />;
  return <HostView initial={result.data} mayPull={may(actor.role, "image:pull")} />;
}
