import { getTranslations } from "next-intl/server";
import { Layers } from "#components/registry/tag/layers.tsx";
import { Overview } from "#components/registry/tag/overview.tsx";
import { Referrers } from "#components/registry/tag/referrers.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { QueryTabs } from "#components/ui/tabs.tsx";
import { RawTab, type RawTabProps } from "./raw-tab.tsx";

/** The tabs of a tag's and of a manifest's page; which one is open stands in the address. */
export async function ImageTabBar({ manifest, moves }: Pick<RawTabProps, "manifest"> & { moves?: number }) {
  const t = await getTranslations("tags.header");
  const layers = manifest.image?.steps.filter(({ layer }) => layer !== null).length;
  const tabs = [
    { value: "overview", label: t("overview") },
    ...(manifest.image ? [{ value: "layers", label: t("layers"), count: layers }] : []),
    ...(manifest.kind === "schema1" ? [] : [{ value: "referrers", label: t("referrers") }]),
    ...(moves ? [{ value: "history", label: t("history"), count: moves }] : []),
    { value: "raw", label: t("raw") },
  ];
  return <QueryTabs className="mt-4" label={t("tabs")} tabs={tabs} />;
}

/** What of an image the open tab shows. */
export function shownOf({ platform, tab }: RawTabProps["search"]) {
  return { platform: typeof platform === "string" ? platform : undefined, sharing: tab === "layers" };
}

/** What is open in them. */
export async function ImageTab(props: RawTabProps) {
  const { registryId, repository, manifest, search } = props;
  if (search.tab === "raw") return <RawTab {...props} />;
  if (search.tab === "layers") return <Layers image={manifest.image} platforms={manifest.platforms} />;
  if (search.tab === "referrers") {
    const { digest, image, companions } = manifest;
    const shown =
      image && image.digest !== digest ? [{ digest: image.digest, platform: image.platform }] : [];
    return (
      <Referrers
        registryId={registryId}
        repository={repository}
        subjects={[{ digest, platform: null }, ...shown]}
        inside={companions.length > 0}
      />
    );
  }
  if (manifest.kind === "schema1") {
    const t = await getTranslations("tags.state");
    return (
      <Callout tone="warn" title={t("schema1Title")}>
        {t("schema1Help")}
      </Callout>
    );
  }
  return <Overview registryId={registryId} repository={repository} manifest={manifest} />;
}
