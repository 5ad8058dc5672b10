import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Callout } from "#components/ui/callout.tsx";
import { ForeignText } from "#components/ui/foreign-text.tsx";
import { Time } from "#components/ui/time.tsx";
import type { GoneTagView } from "#lib/services/tags/index.ts";
import { SourceTrouble } from "../source-trouble.tsx";
import { DigestLink, shortNames } from "./digest-link.tsx";
import { ImageHeader } from "./image-header.tsx";
import { ImageLayout } from "./image-layout.tsx";
import { Moves } from "./moves.tsx";

interface GoneTagProps {
  view: GoneTagView;
  /** What is still open of them. */
  actions: ReactNode;
  footer: ReactNode;
}

/** The page of a tag that is not there any more: that it went, and where it pointed. Nothing of it can be pulled or deleted. */
export function GoneTag({ view, actions, footer }: GoneTagProps) {
  const t = useTranslations("tags.gone");
  const history = useTranslations("tags.header")("history");
  const { registry, repository, gone, held, indexError } = view;
  const { digest, by } = gone;
  const words = {
    when: () => <Time value={gone.goneAt} />,
    who: () => (
      <b className="font-semibold text-ink">
        <ForeignText text={by ?? ""} whole />
      </b>
    ),
    image: () => (digest ? <DigestLink view={view} digest={digest} names={shortNames([digest])} /> : null),
  };
  return (
    <ImageLayout
      header={
        <ImageHeader
          registry={registry}
          repository={repository}
          suffix={[":", gone.name]}
          seenAt={gone.firstSeenAt}
          manifest={null}
          actions={actions}
        />
      }
      notice={indexError ? <SourceTrouble error={indexError} /> : null}
      footer={footer}
    >
      <Callout tone="tip" title={t("title")}>
        <p>{t.rich(by ? "sinceBy" : "since", words)}</p>
        <p>{digest === null ? t("unread") : held.includes(digest) ? t.rich("held", words) : t("notHeld")}</p>
      </Callout>
      <h2 className="mt-6 font-semibold text-base">{history}</h2>
      <Moves view={view} />
    </ImageLayout>
  );
}
