import { useTranslations } from "next-intl";
import type { ComponentProps } from "react";
import { Field, Input } from "../ui/field.tsx";

interface UsernameFieldProps
  extends Pick<ComponentProps<"input">, "autoComplete" | "autoFocus" | "className"> {
  value: string;
  onChange: (value: string) => void;
  error?: string | undefined;
}

/** A name to sign in with: nothing corrects or capitalises it. */
export function UsernameField({ value, onChange, error, ...input }: UsernameFieldProps) {
  const t = useTranslations("auth");
  return (
    <Field label={t("username")} error={error} required>
      <Input
        name="username"
        autoCapitalize="none"
        spellCheck={false}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        {...input}
      />
    </Field>
  );
}
