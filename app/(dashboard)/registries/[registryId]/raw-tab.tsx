import { getTranslations } from "next-intl/server";
import { ErrorState } from "#components/feedback/error-state.tsx";
import { manifestHref, rawHref } from "#components/hrefs.ts";
import { RawDocument } from "#components/registry/tag/raw-document.tsx";
import type { ManifestView } from "#lib/services/tags/index.ts";
import { getRaw } from "#lib/services/tags/index.ts";
import { readForPage } from "./load.ts";

/** Longer documents are shown cut; the download is whole. */
const SHOWN_CHARACTERS = 400_000;

export interface RawTabProps {
  registryId: string;
  repository: string;
  manifest: ManifestView;
  search: Readonly<Record<string, string | string[] | undefined>>;
}

/** The documents behind the page, byte for byte. */
export async function RawTab({ registryId, repository, manifest, search }: RawTabProps) {
  const t = await getTranslations("tags.raw");
  const { image, artifact } = manifest;
  const inIndex = manifest.kind === "index" && image;
  const choices = [
    { value: "manifest", label: t(manifest.kind === "index" ? "index" : "manifest") },
    ...(inIndex ? [{ value: "platform", label: `${t("manifest")} · ${image.platform}` }] : []),
    ...(image || artifact ? [{ value: "config", label: t("config") }] : []),
  ];
  const current = choices.find(({ value }) => value === search.doc)?.value ?? "manifest";
  const part = current === "config" ? "config" : "manifest";
  const digest = current === "manifest" ? manifest.digest : (image?.digest ?? manifest.digest);
  const { result } = await readForPage(getRaw, { registryId, repository, digest, part });
  if (!result.ok) return <ErrorState error={result.error} />;
  const text = new TextDecoder().decode(result.data.bytes);
  return (
    <RawDocument
      choices={choices}
      current={current}
      digest={result.data.digest}
      mediaType={result.data.mediaType}
      bytes={result.data.bytes.byteLength}
      text={text.slice(0, SHOWN_CHARACTERS)}
      cut={text.length > SHOWN_CHARACTERS}
      downloadHref={rawHref(registryId, repository, digest, part)}
      links={Object.fromEntries(
        [...manifest.platforms, ...manifest.companions].flatMap((child) =>
          child.held ? [[child.digest, manifestHref(registryId, repository, child.digest)]] : [],
        ),
      )}
    />
  );
}
