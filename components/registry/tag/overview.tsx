import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ForeignText } from "#components/ui/foreign-text.tsx";
import { DetailList } from "#components/ui/panel.tsx";
import { Section } from "#components/ui/section.tsx";
import type { ImageConfig } from "#lib/registry/types.ts";
import type { ManifestView } from "#lib/services/tags/index.ts";
import { ArtifactDetails } from "./artifact-details.tsx";
import { KeyValues } from "./key-values.tsx";
import { PlatformChips } from "./platform-chips.tsx";
import { Companions, Platforms } from "./platforms.tsx";

interface OverviewProps {
  registryId: string;
  repository: string;
  manifest: ManifestView;
}

/** What the image is: its platforms, how it starts, what it says about itself. */
export function Overview({ registryId, repository, manifest }: OverviewProps) {
  const t = useTranslations("tags.overview");
  const { image, artifact, annotations } = manifest;
  const isImage = manifest.kind === "image" || (manifest.kind === "index" && manifest.platforms.length > 0);
  return (
    <div className="flex flex-col gap-8">
      {manifest.kind === "index" && manifest.platforms.length > 0 ? (
        <Platforms
          registryId={registryId}
          repository={repository}
          platforms={manifest.platforms}
          shown={image?.digest}
        />
      ) : null}
      {artifact ? <ArtifactDetails artifact={artifact} /> : null}
      {image ? (
        <Config
          config={image.config}
          chips={
            manifest.platforms.length > 1 ? (
              <PlatformChips platforms={manifest.platforms} current={image.digest} />
            ) : null
          }
          title={manifest.kind === "index" ? t("configOf", { platform: image.platform }) : t("config")}
        />
      ) : isImage ? (
        <p className="text-ink-2 text-sm">{t("noConfig")}</p>
      ) : null}
      {image ? (
        <Section title={t("labels")}>
          {Object.keys(image.config.labels).length > 0 ? (
            <KeyValues values={image.config.labels} />
          ) : (
            <p className="text-ink-2 text-sm">{t("noLabels")}</p>
          )}
        </Section>
      ) : null}
      {Object.keys(annotations).length > 0 ? (
        <Section title={t("annotations")}>
          <KeyValues values={annotations} />
        </Section>
      ) : null}
      {manifest.companions.length > 0 ? (
        <Companions registryId={registryId} repository={repository} companions={manifest.companions} />
      ) : null}
    </div>
  );
}

function Config({ config, title, chips }: { config: ImageConfig; title: string; chips: ReactNode }) {
  const t = useTranslations("tags.overview");
  const unset = <span className="text-ink-3">{t("notSet")}</span>;
  const command = (words: readonly string[]): ReactNode =>
    words.length > 0 ? <Code>{JSON.stringify(words)}</Code> : unset;
  const lines = (values: readonly string[]): ReactNode =>
    values.length > 0 ? (
      <ul className="flex flex-col gap-0.5">
        {[...new Set(values)].map((value) => (
          <li key={value}>
            <Code>{value}</Code>
          </li>
        ))}
      </ul>
    ) : (
      unset
    );
  const items = [
    { key: "entrypoint", label: t("entrypoint"), value: command(config.entrypoint) },
    { key: "cmd", label: t("cmd"), value: command(config.cmd) },
    { key: "env", label: t("env"), value: lines(config.env) },
    { key: "ports", label: t("ports"), value: lines(config.exposedPorts) },
    { key: "user", label: t("user"), value: config.user ? <Code>{config.user}</Code> : t("rootUser") },
    {
      key: "workingDir",
      label: t("workingDir"),
      value: config.workingDir ? <Code>{config.workingDir}</Code> : unset,
    },
    { key: "volumes", label: t("volumes"), value: lines(config.volumes) },
    ...(config.stopSignal
      ? [{ key: "stop", label: t("stopSignal"), value: <Code>{config.stopSignal}</Code> }]
      : []),
    ...(config.author
      ? [{ key: "author", label: t("author"), value: <ForeignText text={config.author} /> }]
      : []),
  ];
  return (
    <Section title={title}>
      {chips}
      <DetailList items={items} />
    </Section>
  );
}

function Code({ children }: { children: string }) {
  return (
    <code className="text-ink text-xs leading-5 [overflow-wrap:anywhere]">
      <ForeignText text={children} />
    </code>
  );
}
