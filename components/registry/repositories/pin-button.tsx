"use client";

import { Pin } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useState, useTransition } from "react";
import { ErrorState } from "#components/feedback/error-state.tsx";
import { useToast } from "#components/feedback/toast.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogClose } from "#components/ui/dialog.tsx";
import { Field, Input } from "#components/ui/field.tsx";
import type { ErrorDto, Result } from "#lib/errors.ts";
import { repositoryHref } from "../../hrefs.ts";

interface PinButtonProps {
  registryId: string;
  registry: string;
  pin: (input: { registryId: string; repository: string }) => Promise<Result<{ repository: string }>>;
  variant?: "primary" | "secondary";
}

/** Names a repository the registry does not list, and opens it. */
export function PinButton({ registryId, registry, pin, variant = "secondary" }: PinButtonProps) {
  const t = useTranslations("repositories.pin");
  const common = useTranslations("common");
  const validation = useTranslations("validation");
  const router = useRouter();
  const toast = useToast();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState("");
  const [error, setError] = useState<ErrorDto | null>(null);
  const [pending, startTransition] = useTransition();
  const field = error?.fields?.repository;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    startTransition(async () => {
      const result = await pin({ registryId, repository: name.trim() });
      if (!result.ok) return setError(result.error);
      setOpen(false);
      toast.ok({ title: t("done", { repository: result.data.repository }) });
      router.push(repositoryHref(registryId, result.data.repository));
    });
  };
  return (
    <>
      <Button
        variant={variant}
        onClick={() => {
          setError(null);
          setName("");
          setOpen(true);
        }}
      >
        <Pin aria-hidden="true" />
        {t("action")}
      </Button>
      <Dialog open={open} onOpenChange={setOpen} title={t("title")} description={t("help", { registry })}>
        <form onSubmit={submit} className="flex flex-col gap-4">
          <Field label={t("name")} hint={t("hint")} {...(field ? { error: validation(field) } : {})} required>
            <Input mono autoFocus value={name} onChange={(event) => setName(event.target.value)} />
          </Field>
          {error && !field ? <ErrorState error={error} size="inline" /> : null}
          <div className="flex justify-end gap-2">
            <DialogClose>
              <Button>{common("cancel")}</Button>
            </DialogClose>
            <Button type="submit" variant="primary" pending={pending}>
              {t("submit")}
            </Button>
          </div>
        </form>
      </Dialog>
    </>
  );
}
