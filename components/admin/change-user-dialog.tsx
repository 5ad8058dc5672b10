"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ErrorDto, Result } from "#lib/errors.ts";
import type { UserDto } from "#lib/services/users/types.ts";
import { NewPasswordField } from "../account/password-field.tsx";
import { useFieldErrors } from "../account/use-field-errors.ts";
import { useToast } from "../feedback/toast.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { RoleTiles } from "./role-tiles.tsx";
import type { UserActs } from "./types.ts";

export type UserChange = "role" | "password" | "disable";

interface ChangeUserDialogProps {
  change: UserChange;
  user: UserDto;
  acts: UserActs;
  onChanged: () => void;
  onClose: () => void;
}

/** One of the acts with consequences for a person. Mounted while open. */
export function ChangeUserDialog({ change, user, acts, onChanged, onClose }: ChangeUserDialogProps) {
  const t = useTranslations("admin.users");
  const roles = useTranslations("admin.roles");
  const toast = useToast();
  const [role, setRole] = useState(user.role);
  const [password, setPassword] = useState("");
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<ErrorDto | null>(null);
  const fieldError = useFieldErrors(error);
  const { id: userId, username: name } = user;

  const plans = {
    role: {
      title: t("changeRoleTitle", { name }),
      description: t("changeRoleConsequence", { name }),
      action: t("changeRoleSubmit", { role: roles(role) }),
      done: t("roleChanged", { name, role: roles(role) }),
      run: () => acts.setRole({ userId, role }),
    },
    password: {
      title: t("resetPasswordTitle", { name }),
      description: t("resetPasswordConsequence", { name }),
      action: t("resetPasswordSubmit"),
      done: t("passwordReset", { name }),
      run: () => acts.resetPassword({ userId, password }),
    },
    disable: {
      title: t("disableTitle", { name }),
      description: t("disableConsequence", { name }),
      action: t("disableSubmit", { name }),
      done: t("disabledDone", { name }),
      run: () => acts.disable({ userId }),
    },
  } satisfies Record<UserChange, unknown>;
  const plan = plans[change];

  async function confirm() {
    setPending(true);
    const result: Result<unknown> = await plan.run();
    setPending(false);
    if (!result.ok) return setError(result.error);
    toast.ok({ title: plan.done });
    onChanged();
    onClose();
  }

  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={plan.title}
      description={plan.description}
      action={plan.action}
      tone={change === "disable" ? "danger" : "primary"}
      pending={pending}
      error={error?.fields ? null : error}
      onConfirm={() => void confirm()}
    >
      {change === "role" ? <RoleTiles value={role} onChange={setRole} /> : null}
      {change === "password" ? (
        <NewPasswordField error={fieldError("password")} value={password} onChange={setPassword} />
      ) : null}
    </ConfirmDialog>
  );
}
