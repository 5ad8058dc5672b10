"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ErrorState } from "#components/feedback/error-state.tsx";
import { useErrorWords } from "#components/feedback/error-words.ts";
import { Callout } from "#components/ui/callout.tsx";
import { CodeBlock } from "#components/ui/copy.tsx";
import type { ErrorDto } from "#lib/errors.ts";

/** No daemon: what is wrong, and how to give access, by the way Longshore runs. */
export function NoDaemon({ error, absent }: { error: ErrorDto; absent: boolean }) {
  const t = useTranslations("hosts.away");
  const words = useErrorWords();
  return (
    <div className="mt-5 flex max-w-3xl flex-col gap-6 pb-12">
      {absent ? (
        <Callout role="status">{words(error).title}</Callout>
      ) : (
        <ErrorState error={error} size="inline" />
      )}
      {error.reason === "daemon_silent" ? null : <WaysToDocker />}
      <p role="status" className="text-ink-3 text-xs">
        {t("checking")}
      </p>
    </div>
  );
}

/** For who has none yet. */
function WaysToDocker() {
  const t = useTranslations("hosts.away");
  return (
    <>
      <section className="flex flex-col gap-1.5">
        <h2 className="font-semibold text-base">{t("title")}</h2>
        <p className="text-ink-2 text-sm">{t("intro")}</p>
      </section>
      <ol className="flex flex-col divide-y divide-line border-line border-y">
        <Way title={t("installed")} code={"apt-get install docker.io\nsystemctl enable --now docker"} />
        <Way title={t("group")} code={'sudo usermod -aG docker "$USER"'}>
          {t("groupHelp")}
        </Way>
        <Way title={t("container")} code={"docker run … -v /var/run/docker.sock:/var/run/docker.sock …"}>
          {t("containerHelp")}
        </Way>
        <Way title={t("elsewhere")} code={"DOCKER_HOST=unix:///run/user/1000/docker.sock npm start"} />
      </ol>
      <p className="text-ink-3 text-xs">{t("root")}</p>
    </>
  );
}

function Way({ title, code, children }: { title: string; code: string; children?: ReactNode }) {
  return (
    <li className="grid grid-cols-[minmax(0,1fr)] items-start gap-x-6 gap-y-2 py-4 sm:grid-cols-[15rem_minmax(0,1fr)]">
      <div className="flex flex-col gap-0.5">
        <h3 className="font-medium text-sm">{title}</h3>
        {children ? <p className="text-ink-3 text-xs">{children}</p> : null}
      </div>
      <CodeBlock code={code} />
    </li>
  );
}
