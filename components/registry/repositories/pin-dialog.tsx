"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useState, useTransition } from "react";
import { FormFoot } from "#components/feedback/form-foot.tsx";
import { useToast } from "#components/feedback/toast.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field, Input } from "#components/ui/field.tsx";
import type { ErrorDto, Result } from "#lib/errors.ts";
import { repositoryHref } from "../../hrefs.ts";

export interface PinDialogProps {
  registryId: string;
  registry: string;
  pin: (input: { registryId: string; repository: string }) => Promise<Result<{ repository: string }>>;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Names a repository the registry does not list, and opens it. */
export default function PinDialog({ registryId, registry, pin, open, onOpenChange }: PinDialogProps) {
  const t = useTranslations("repositories.pin");
  const validation = useTranslations("validation");
  const router = useRouter();
  const toast = useToast();
  const [name, setName] = useState("");
  const [error, setError] = useState<ErrorDto | null>(null);
  const [pending, startTransition] = useTransition();
  const field = error?.fields?.repository;

  const change = (next: boolean) => {
    onOpenChange(next);
    setError(null);
    setName("");
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    startTransition(async () => {
      const result = await pin({ registryId, repository: name.trim() });
      if (!result.ok) return setError(result.error);
      change(false);
      toast.ok({ title: t("done", { repository: result.data.repository }) });
      router.push(repositoryHref(registryId, result.data.repository));
    });
  };
  return (
    <Dialog open={open} onOpenChange={change} title={t("title")} description={t("help", { registry })}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Field label={t("name")} hint={t("hint")} {...(field ? { error: validation(field) } : {})} required>
          <Input mono autoFocus value={name} onChange={(event) => setName(event.target.value)} />
        </Field>
        <FormFoot error={field ? null : error} pending={pending}>
          {t("submit")}
        </FormFoot>
      </form>
    </Dialog>
  );
}
