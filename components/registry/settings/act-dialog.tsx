"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useState, useTransition } from "react";
import { useToast } from "#components/feedback/toast.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import type { ErrorDto, Result } from "#lib/errors.ts";

/** A server action that needs nothing but the registry. */
export type RegistryAct = (input: { registryId: string }) => Promise<Result<unknown>>;

interface ActDialogProps {
  readonly trigger: (open: () => void) => ReactNode;
  readonly title: string;
  readonly description: string;
  readonly action: string;
  readonly tone?: "danger" | "primary";
  /** What has to be typed first. */
  readonly typed?: string;
  readonly done: string;
  readonly act: () => Promise<Result<unknown>>;
  /** Where to go afterwards; otherwise the page shows the new state. */
  readonly leaveTo?: string;
}

/** A button, the question before it, the act, and what came of it. */
export function ActDialog({ trigger, done, act, leaveTo, ...question }: ActDialogProps) {
  const router = useRouter();
  const toast = useToast();
  const [open, setOpen] = useState(false);
  const [error, setError] = useState<ErrorDto | null>(null);
  const [pending, startActing] = useTransition();
  const confirm = () =>
    startActing(async () => {
      const result = await act();
      if (!result.ok) return setError(result.error);
      setOpen(false);
      toast.ok({ title: done });
      if (leaveTo) router.push(leaveTo);
      else router.refresh();
    });
  return (
    <>
      {trigger(() => {
        setError(null);
        setOpen(true);
      })}
      <ConfirmDialog
        {...question}
        open={open}
        onOpenChange={setOpen}
        pending={pending}
        error={error}
        onConfirm={confirm}
      />
    </>
  );
}
