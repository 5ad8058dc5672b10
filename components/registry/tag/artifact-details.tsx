import { useTranslations } from "next-intl";
import { Bytes } from "#components/ui/bytes.tsx";
import { Digest } from "#components/ui/digest.tsx";
import { ForeignText } from "#components/ui/foreign-text.tsx";
import { DetailList } from "#components/ui/panel.tsx";
import { rowLine, Section } from "#components/ui/section.tsx";
import type { ArtifactView } from "#lib/services/tags/index.ts";
import { LinkedText } from "./linked-text.tsx";

/** Something that is no container image, shown as what it is. */
export function ArtifactDetails({ artifact }: { artifact: ArtifactView }) {
  const t = useTranslations("tags.overview");
  const items = [
    {
      key: " type",
      label: t("artifactType"),
      value: <code className="break-all text-ink text-xs">{artifact.artifactType ?? t("notSet")}</code>,
    },
    ...artifact.facts.map(({ name, value }) => ({
      key: name,
      label: <span className="break-all font-mono text-xs">{name}</span>,
      value: <LinkedText text={value} />,
    })),
  ];
  return (
    <>
      <Section title={t("artifact")}>
        <DetailList items={items} />
      </Section>
      <Section title={t("files")}>
        <ul className="border-line border-t">
          {artifact.files.map((file) => (
            <li
              key={file.digest + file.title}
              className={`flex flex-wrap items-center gap-x-4 gap-y-1 py-2 text-sm ${rowLine}`}
            >
              <span className="min-w-0 flex-1">
                {file.title === null ? null : (
                  <span className="block break-all font-mono text-ink">
                    <ForeignText text={file.title} />
                  </span>
                )}
                <span
                  className={`block break-all text-xs ${file.title === null ? "font-mono text-ink leading-5" : "text-ink-3"}`}
                >
                  {file.mediaType}
                </span>
              </span>
              <Bytes value={file.bytes} className="text-ink" />
              <Digest value={file.digest} bare copy />
            </li>
          ))}
        </ul>
      </Section>
    </>
  );
}
