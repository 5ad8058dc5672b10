"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import type { ErrorDto, Result } from "#lib/errors.ts";
import { ErrorState } from "../feedback/error-state.tsx";
import { Button } from "../ui/button.tsx";
import { Field, Input } from "../ui/field.tsx";
import { PasswordField } from "./password-field.tsx";
import { tokenIn, useSetupToken } from "./setup-token.ts";
import { useFieldErrors } from "./use-field-errors.ts";

interface SetupFormProps {
  complete: (input: { token: string; username: string; password: string }) => Promise<Result<null>>;
}

/** The first administrator. The token comes with the link; without it there is a field for it. */
export function SetupForm({ complete }: SetupFormProps) {
  const t = useTranslations("auth");
  const linked = useSetupToken();
  const [typed, setTyped] = useState("");
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<ErrorDto | null>(null);
  const fieldError = useFieldErrors(error);
  const wrongToken = error?.reason === "setup_token_wrong";

  async function submit(event: FormEvent) {
    event.preventDefault();
    setPending(true);
    const token = typed === "" ? (linked ?? "") : tokenIn(typed);
    const result = await complete({ token, username, password }).catch(
      (): Result<null> => ({ ok: false, error: { code: "TIMEOUT" } }),
    );
    if (result.ok) return window.location.assign("/");
    setError(result.error);
    setPending(false);
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-5" aria-labelledby="setup-heading">
      <div className="flex flex-col gap-1">
        <h1 id="setup-heading" className="font-semibold text-xl">
          {t("setup.heading")}
        </h1>
        <p className="text-ink-2 text-sm">{t("setup.intro")}</p>
      </div>
      {error && !error.fields ? <ErrorState error={error} size="inline" /> : null}
      {linked === "" || wrongToken ? (
        <Field label={t("setup.token")} hint={t("setup.tokenHint")} error={fieldError("token")} required>
          <Input
            mono
            name="token"
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            className="h-10 sm:h-9"
          />
        </Field>
      ) : null}
      <Field label={t("username")} error={fieldError("username")} required>
        <Input
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          value={username}
          onChange={(event) => setUsername(event.target.value)}
          className="h-10 sm:h-9"
        />
      </Field>
      <PasswordField
        label={t("password")}
        name="password"
        autoComplete="new-password"
        hint={t("passwordHint")}
        error={fieldError("password")}
        value={password}
        onChange={setPassword}
      />
      <Button type="submit" variant="primary" size="lg" pending={pending} className="mt-1 w-full">
        {pending ? t("setup.pending") : t("setup.submit")}
      </Button>
    </form>
  );
}
