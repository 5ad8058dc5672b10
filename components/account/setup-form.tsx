"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ErrorDto, Result } from "#lib/errors.ts";
import { Field, Input } from "../ui/field.tsx";
import { AuthForm } from "./auth-form.tsx";
import { NewPasswordField } from "./password-field.tsx";
import { tokenIn, useSetupToken } from "./setup-token.ts";
import { useFieldErrors } from "./use-field-errors.ts";
import { UsernameField } from "./username-field.tsx";

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

  async function submit() {
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
    <AuthForm
      heading={t("setup.heading")}
      intro={t("setup.intro")}
      submit={pending ? t("setup.pending") : t("setup.submit")}
      pending={pending}
      error={error?.fields ? null : error}
      onSubmit={submit}
    >
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
      <UsernameField
        autoComplete="username"
        error={fieldError("username")}
        value={username}
        onChange={setUsername}
        className="h-10 sm:h-9"
      />
      <NewPasswordField error={fieldError("password")} value={password} onChange={setPassword} />
    </AuthForm>
  );
}
