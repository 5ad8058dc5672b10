"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useState, useTransition } from "react";
import { ErrorState } from "#components/feedback/error-state.tsx";
import { Button } from "#components/ui/button.tsx";
import { Field, Input } from "#components/ui/field.tsx";
import { Panel } from "#components/ui/panel.tsx";
import type { ErrorDto, Result } from "#lib/errors.ts";
import { repositoryHref } from "../../hrefs.ts";
import { useFieldErrors } from "../connect/registry-fields.tsx";

type PinAct = (input: { registryId: string; repository: string }) => Promise<Result<{ repository: string }>>;

interface PinnedSectionProps {
  readonly registryId: string;
  /** Names, in order. */
  readonly pinned: readonly string[];
  /** There are more than these. */
  readonly more: boolean;
  readonly pin: PinAct;
  readonly unpin: PinAct;
}

/** Repositories named by somebody, because the registry does not list them. */
export function PinnedSection({ registryId, pinned, more, pin, unpin }: PinnedSectionProps) {
  const t = useTranslations("registries.settings");
  const router = useRouter();
  const [name, setName] = useState("");
  const [error, setError] = useState<ErrorDto | null>(null);
  const [pending, startActing] = useTransition();
  const words = useFieldErrors(error?.fields ?? {});
  const act = (what: PinAct, repository: string, done?: () => void) =>
    startActing(async () => {
      const result = await what({ registryId, repository });
      setError(result.ok ? null : result.error);
      if (!result.ok) return;
      done?.();
      router.refresh();
    });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act(pin, name.trim(), () => setName(""));
  };
  return (
    <Panel title={t("pinned")}>
      <div className="flex flex-col gap-3">
        <p className="text-ink-2 text-sm">{t("pinnedHelp")}</p>
        {pinned.length > 0 ? (
          <ul className="divide-y divide-line border-line border-y">
            {pinned.map((repository) => (
              <li key={repository} className="flex items-center justify-between gap-3 py-1">
                <Link
                  href={repositoryHref(registryId, repository)}
                  className="min-w-0 wrap-anywhere rounded-sm font-mono text-sm pointer-coarse:py-2 hover:underline"
                >
                  {repository}
                </Link>
                <Button
                  variant="ghost"
                  size="sm"
                  aria-label={t("unpinName", { repository })}
                  onClick={() => act(unpin, repository)}
                >
                  {t("unpin")}
                </Button>
              </li>
            ))}
          </ul>
        ) : null}
        {more ? <p className="text-ink-2 text-sm">{t("pinnedMore")}</p> : null}
        <form onSubmit={submit} noValidate className="flex flex-col gap-3">
          <Field label={t("pinName")} error={words("repository")}>
            <div className="flex gap-2">
              <Input
                mono
                autoComplete="off"
                placeholder="library/nginx"
                value={name}
                onChange={(event) => setName(event.target.value)}
              />
              <Button type="submit" pending={pending} className="h-8.5">
                {t("pin")}
              </Button>
            </div>
          </Field>
          {error && !error.fields ? <ErrorState error={error} size="inline" /> : null}
        </form>
      </div>
    </Panel>
  );
}
