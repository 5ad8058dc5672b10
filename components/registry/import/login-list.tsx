"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import type { ErrorDto, Result } from "#lib/errors.ts";
import type { FoundLogin } from "#lib/services/registries/index.ts";
import { type LoginOutcome, LoginRow } from "./login-row.tsx";

/** How this login is connected: over plain HTTP after all, its token server approved by name. */
export interface Agreed {
  readonly plainHttp?: boolean;
  readonly tokenHosts?: string[];
}

export type ConnectLogin = (
  input: Agreed & { readonly text: string; readonly key: string; readonly name: string },
) => Promise<Result<{ readonly registryId: string }>>;

interface LoginListProps {
  text: string;
  logins: readonly FoundLogin[];
  connect: ConnectLogin;
  onBack: () => void;
  onDone: () => void;
}

const unanswered: ErrorDto = { code: "TIMEOUT" };

/** What was found: chosen ones are tested and connected one after the other, each with its own outcome. */
export function LoginList({ text, logins, connect, onBack, onDone }: LoginListProps) {
  const t = useTranslations("registries.import");
  const common = useTranslations("common");
  const [chosen, setChosen] = useState<ReadonlySet<string>>(
    () =>
      new Set(
        logins.filter((one) => one.state === "ready" && one.connected.length === 0).map(({ key }) => key),
      ),
  );
  const [outcomes, setOutcomes] = useState<Readonly<Record<string, LoginOutcome>>>({});
  const [busy, setBusy] = useState(false);
  const outcomeOf = (key: string) => (Object.hasOwn(outcomes, key) ? outcomes[key] : undefined);
  const waiting = logins.filter(({ key }) => chosen.has(key) && outcomeOf(key)?.state !== "connected");
  const connected = logins.filter(({ key }) => outcomeOf(key)?.state === "connected").length;

  const run = async (wanted: readonly FoundLogin[], agreed: Agreed = {}) => {
    setBusy(true);
    for (const { key, name } of wanted) {
      const tell = (outcome: LoginOutcome) =>
        setOutcomes((before) => Object.fromEntries([...Object.entries(before), [key, outcome]]));
      tell({ state: "running" });
      const result = await connect({ text, key, name, ...agreed }).catch(() => null);
      tell(
        result?.ok
          ? { state: "connected", registryId: result.data.registryId }
          : { state: "failed", error: result?.error ?? unanswered },
      );
    }
    setBusy(false);
  };
  const toggle = (key: string) =>
    setChosen((before) => {
      const after = new Set(before);
      if (!after.delete(key)) after.add(key);
      return after;
    });

  return (
    <div className="flex flex-col gap-4">
      <ul className="divide-y divide-line border-line border-y">
        {logins.map((login) => (
          <LoginRow
            key={login.key}
            login={login}
            chosen={chosen.has(login.key)}
            outcome={outcomeOf(login.key)}
            busy={busy}
            onToggle={() => toggle(login.key)}
            onConnect={(agreed) => void run([login], agreed)}
          />
        ))}
      </ul>
      <p role="status" className="text-ink-2 text-sm empty:hidden">
        {connected > 0 ? t("connectedCount", { count: connected }) : null}
      </p>
      <div className="flex flex-wrap justify-end gap-2">
        {busy || connected > 0 ? null : <Button onClick={onBack}>{common("back")}</Button>}
        {waiting.length > 0 ? (
          <Button variant="primary" pending={busy} onClick={() => void run(waiting)}>
            {t("connect", { count: waiting.length })}
          </Button>
        ) : null}
        {!busy && (connected > 0 || waiting.length === 0) ? (
          <Button variant={waiting.length > 0 ? "secondary" : "primary"} onClick={onDone}>
            {t("done")}
          </Button>
        ) : null}
      </div>
    </div>
  );
}
