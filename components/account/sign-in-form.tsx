"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ErrorDto } from "#lib/errors.ts";
import { AuthForm } from "./auth-form.tsx";
import { PasswordField } from "./password-field.tsx";
import { passwordSignIn } from "./password-sign-in.ts";
import { UsernameField } from "./username-field.tsx";

/** @param target a path of ours, checked on the server */
export function SignInForm({ target }: { target: string }) {
  const t = useTranslations("auth");
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<ErrorDto | null>(null);

  async function submit() {
    setPending(true);
    const refused = await passwordSignIn(username, password);
    // A whole page load: nothing of the page before belongs to whoever is signed in now.
    if (refused === null) return window.location.assign(target);
    setError(refused);
    setPending(false);
  }

  return (
    <AuthForm
      heading={t("signIn.heading")}
      intro={t("signIn.intro")}
      submit={pending ? t("signIn.pending") : t("signIn.submit")}
      pending={pending}
      error={error}
      onSubmit={submit}
    >
      <UsernameField
        autoComplete="username"
        autoFocus
        value={username}
        onChange={setUsername}
        className="h-10 sm:h-9"
      />
      <PasswordField
        label={t("password")}
        name="password"
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
      />
    </AuthForm>
  );
}
