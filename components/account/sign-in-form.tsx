"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import type { ErrorDto } from "#lib/errors.ts";
import { ErrorState } from "../feedback/error-state.tsx";
import { Button } from "../ui/button.tsx";
import { Field, Input } from "../ui/field.tsx";
import { PasswordField } from "./password-field.tsx";
import { passwordSignIn } from "./password-sign-in.ts";

/** @param target a path of ours, checked on the server */
export function SignInForm({ target }: { target: string }) {
  const t = useTranslations("auth");
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<ErrorDto | null>(null);

  async function submit(event: FormEvent) {
    event.preventDefault();
    setPending(true);
    const refused = await passwordSignIn(username, password);
    // A whole page load: nothing of the page before belongs to whoever is signed in now.
    if (refused === null) return window.location.assign(target);
    setError(refused);
    setPending(false);
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-5" aria-labelledby="sign-in-heading">
      <div className="flex flex-col gap-1">
        <h1 id="sign-in-heading" className="font-semibold text-xl">
          {t("signIn.heading")}
        </h1>
        <p className="text-ink-2 text-sm">{t("signIn.intro")}</p>
      </div>
      {error ? <ErrorState error={error} size="inline" /> : null}
      <Field label={t("username")} required>
        <Input
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus
          value={username}
          onChange={(event) => setUsername(event.target.value)}
          className="h-10 sm:h-9"
        />
      </Field>
      <PasswordField
        label={t("password")}
        name="password"
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
      />
      <Button type="submit" variant="primary" size="lg" pending={pending} className="mt-1 w-full">
        {pending ? t("signIn.pending") : t("signIn.submit")}
      </Button>
    </form>
  );
}
