"use client";

import { CircleCheck, LoaderCircle } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { ErrorState } from "#components/feedback/error-state.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { ForeignText } from "#components/ui/foreign-text.tsx";
import type { ErrorDto } from "#lib/errors.ts";
import type { FoundLogin } from "#lib/services/registries/index.ts";
import { registryHref } from "../../hrefs.ts";
import type { Agreed } from "./login-list.tsx";

export type LoginOutcome =
  | { readonly state: "running" }
  | { readonly state: "connected"; readonly registryId: string }
  | { readonly state: "failed"; readonly error: ErrorDto };

interface LoginRowProps {
  login: FoundLogin;
  chosen: boolean;
  outcome: LoginOutcome | undefined;
  busy: boolean;
  onToggle: () => void;
  onConnect: (agreed: Agreed) => void;
}

/** One login of the file: what it is, whether it can be used, and what came of it. */
export function LoginRow({ login, chosen, outcome, busy, onToggle, onConnect }: LoginRowProps) {
  const t = useTranslations("registries.import");
  const product = useTranslations("registries.product");
  const id = useId();
  const usable = login.state === "ready";
  const connected = outcome?.state === "connected" ? outcome.registryId : null;
  return (
    <li className="flex flex-col gap-2 py-3">
      <div className="flex items-start gap-3">
        {outcome?.state === "running" ? (
          <LoaderCircle aria-hidden="true" className="mt-0.5 size-4 shrink-0 animate-spin text-ink-3" />
        ) : connected ? (
          <CircleCheck aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-ok" />
        ) : (
          <Checkbox
            id={id}
            checked={chosen}
            disabled={!usable || busy}
            onChange={onToggle}
            className="mt-0.5"
          />
        )}
        <div className="flex min-w-0 flex-1 flex-col gap-0.5 text-sm">
          <span className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
            {connected ? (
              <Link href={registryHref(connected)} className="min-w-0 font-semibold hover:underline">
                <ForeignText text={login.name} whole reference />
              </Link>
            ) : (
              <label htmlFor={id} className="min-w-0 font-semibold">
                <ForeignText text={login.name} whole reference />
              </label>
            )}
            {login.product === "generic" ? null : <Badge>{product(login.product)}</Badge>}
            {connected ? <span className="text-ok">{t("connected")}</span> : null}
            {outcome?.state === "running" ? <span className="text-ink-2">{t("testing")}</span> : null}
          </span>
          <Facts login={login} />
        </div>
      </div>
      {outcome?.state === "failed" ? (
        <Failure error={outcome.error} busy={busy} onConnect={onConnect} />
      ) : null}
    </li>
  );
}

function Facts({ login }: { login: FoundLogin }) {
  const t = useTranslations("registries.import");
  const { state, username, helper, connected } = login;
  return (
    <span className="text-ink-2 [overflow-wrap:anywhere]">
      {state === "helper" ? t("helper", { helper: helper ?? "" }) : null}
      {state === "empty" ? t("empty") : null}
      {state === "unreadable" ? t("unreadable") : null}
      {state === "ready" && username === "<token>" ? t("identityToken") : null}
      {state === "ready" && username !== "<token>"
        ? t.rich("as", { username: () => <ForeignText text={username ?? ""} whole /> })
        : null}
      {connected.length > 0 ? (
        <span className="block text-ink-3">
          {t("already", { name: connected.map(({ name }) => name).join(", ") })}
        </span>
      ) : null}
    </span>
  );
}

/** The way out is a click where there is one. */
function Failure({
  error,
  busy,
  onConnect,
}: { error: ErrorDto } & Pick<LoginRowProps, "busy" | "onConnect">) {
  const t = useTranslations("registries.test");
  const common = useTranslations("common");
  const { suggestion, tokenHost } = error.params ?? {};
  const approve =
    error.reason === "token_host_unapproved" && typeof tokenHost === "string" ? tokenHost : null;
  const plain = typeof suggestion === "string" && suggestion.startsWith("http://") ? suggestion : null;
  const button = (label: string, agreed: Agreed) => (
    <Button size="sm" pending={busy} className="max-w-full" onClick={() => onConnect(agreed)}>
      <span className="truncate">{label}</span>
    </Button>
  );
  return (
    <ErrorState
      error={error}
      size="inline"
      actions={
        approve
          ? button(t("approve", { host: approve }), { tokenHosts: [approve] })
          : plain
            ? button(t("useInstead", { endpoint: plain }), { plainHttp: true })
            : button(common("retry"), {})
      }
    />
  );
}
