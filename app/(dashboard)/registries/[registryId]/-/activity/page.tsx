import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { registryHref } from "#components/hrefs.ts";
import { PageHeader } from "#components/layout/page-header.tsx";
import { type PageSearch, routeParams } from "../../load.ts";
import { Told } from "./told.tsx";

interface Props {
  params: Promise<Record<string, string | string[]>>;
  searchParams: PageSearch;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("activity"))("title") };
}

export default async function RegistryActivityPage({ params, searchParams }: Props) {
  const { registryId } = await routeParams(params);
  const t = await getTranslations("activity");
  return (
    <Told
      place={{ registryId }}
      search={await searchParams}
      header={(name) => (
        <PageHeader
          over={
            <Link href={registryHref(registryId)} className="hover:underline">
              {name}
            </Link>
          }
          title={t("heading", { name })}
          meta={t("intro")}
          className="pb-1"
        />
      )}
    />
  );
}
