"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import type { ErrorDto, Result } from "#lib/errors.ts";
import { ErrorState } from "../feedback/error-state.tsx";
import { useToast } from "../feedback/toast.tsx";
import { Button } from "../ui/button.tsx";
import { PasswordField } from "./password-field.tsx";
import { useFieldErrors } from "./use-field-errors.ts";

interface PasswordFormProps {
  username: string;
  change: (input: { currentPassword: string; newPassword: string }) => Promise<Result<null>>;
}

/** One's own password, with the current one. */
export function PasswordForm({ username, change }: PasswordFormProps) {
  const t = useTranslations("account.password");
  const auth = useTranslations("auth");
  const toast = useToast();
  const [currentPassword, setCurrent] = useState("");
  const [newPassword, setNext] = useState("");
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<ErrorDto | null>(null);
  const fieldError = useFieldErrors(error);

  async function submit(event: FormEvent) {
    event.preventDefault();
    setPending(true);
    const result = await change({ currentPassword, newPassword });
    setPending(false);
    setError(result.ok ? null : result.error);
    if (!result.ok) return;
    setCurrent("");
    setNext("");
    toast.ok({ title: t("done") });
  }

  return (
    <form onSubmit={submit} className="flex max-w-md flex-col gap-4">
      {/* Tells password managers whose password this is. */}
      <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
      {error && !error.fields ? <ErrorState error={error} size="inline" /> : null}
      <PasswordField
        label={t("current")}
        name="currentPassword"
        autoComplete="current-password"
        value={currentPassword}
        onChange={setCurrent}
        error={fieldError("currentPassword")}
      />
      <PasswordField
        label={t("next")}
        name="newPassword"
        autoComplete="new-password"
        hint={auth("passwordHint")}
        value={newPassword}
        onChange={setNext}
        error={fieldError("newPassword")}
      />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button type="submit" variant="primary" pending={pending}>
          {t("submit")}
        </Button>
        <p className="text-ink-3 text-xs">{t("consequence")}</p>
      </div>
    </form>
  );
}
