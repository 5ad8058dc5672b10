"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import type { Role } from "#lib/auth/permissions.ts";
import type { ErrorDto } from "#lib/errors.ts";
import { NewPasswordField } from "../account/password-field.tsx";
import { useFieldErrors } from "../account/use-field-errors.ts";
import { UsernameField } from "../account/username-field.tsx";
import { ErrorState } from "../feedback/error-state.tsx";
import { useToast } from "../feedback/toast.tsx";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogClose } from "../ui/dialog.tsx";
import { RoleTiles } from "./role-tiles.tsx";
import type { UserActs } from "./types.ts";

interface CreateUserDialogProps {
  create: UserActs["create"];
  onCreated: () => void;
  onClose: () => void;
}

/** A new person with a first password. Mounted while open, so that it always begins empty. */
export function CreateUserDialog({ create, onCreated, onClose }: CreateUserDialogProps) {
  const t = useTranslations("admin.users");
  const common = useTranslations("common");
  const toast = useToast();
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const [role, setRole] = useState<Role>("viewer");
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<ErrorDto | null>(null);
  const fieldError = useFieldErrors(error);

  async function submit(event: FormEvent) {
    event.preventDefault();
    setPending(true);
    const result = await create({ username, password, role });
    setPending(false);
    if (!result.ok) return setError(result.error);
    toast.ok({ title: t("createdDone", { name: username }) });
    onCreated();
    onClose();
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("createTitle")}
      description={t("createIntro")}
      keepOpenOutside
      footer={
        <>
          <DialogClose>
            <Button>{common("cancel")}</Button>
          </DialogClose>
          <Button type="submit" form="create-user" variant="primary" pending={pending}>
            {username.trim() === "" ? t("createSubmitEmpty") : t("createSubmit", { name: username.trim() })}
          </Button>
        </>
      }
    >
      <form id="create-user" onSubmit={submit} className="flex flex-col gap-4">
        {error && !error.fields ? <ErrorState error={error} size="inline" /> : null}
        <UsernameField
          autoComplete="off"
          error={fieldError("username")}
          value={username}
          onChange={setUsername}
        />
        <NewPasswordField error={fieldError("password")} value={password} onChange={setPassword} />
        <RoleTiles value={role} onChange={setRole} />
      </form>
    </Dialog>
  );
}
