"use client";

import { Eye, EyeOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { Field, Input } from "../ui/field.tsx";
import { IconButton } from "../ui/icon-button.tsx";

interface PasswordFieldProps {
  label: ReactNode;
  name: string;
  /** "current-password" or "new-password": what a password manager should do here. */
  autoComplete: "current-password" | "new-password";
  value: string;
  onChange: (value: string) => void;
  hint?: ReactNode;
  error?: ReactNode;
}

/** A password that can be looked at while typing: safer than typing it twice without seeing it. */
export function PasswordField({ label, value, onChange, hint, error, ...input }: PasswordFieldProps) {
  const t = useTranslations("auth");
  const [shown, setShown] = useState(false);
  return (
    <Field label={label} hint={hint} error={error} required>
      <div className="relative">
        <Input
          {...input}
          type={shown ? "text" : "password"}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          spellCheck={false}
          autoCapitalize="none"
          className="h-10 pr-10 sm:h-9"
        />
        <IconButton
          size="sm"
          tip="none"
          label={shown ? t("hidePassword") : t("showPassword")}
          onClick={() => setShown(!shown)}
          className="absolute inset-y-0 right-1 my-auto"
        >
          {shown ? <EyeOff /> : <Eye />}
        </IconButton>
      </div>
    </Field>
  );
}

/** A password being chosen, with what makes a good one. */
export function NewPasswordField(props: Pick<PasswordFieldProps, "value" | "onChange" | "error">) {
  const t = useTranslations("auth");
  return (
    <PasswordField
      label={t("password")}
      name="password"
      autoComplete="new-password"
      hint={t("passwordHint")}
      {...props}
    />
  );
}
