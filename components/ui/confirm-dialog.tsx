"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import type { ErrorDto } from "#lib/errors.ts";
import { ErrorState } from "../feedback/error-state.tsx";
import { Button } from "./button.tsx";
import { Dialog, DialogClose } from "./dialog.tsx";
import { Field, Input } from "./field.tsx";

interface ConfirmDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Names the act: "Remove harbor.acme.internal?" */
  title: ReactNode;
  /** Names the consequence. */
  description: ReactNode;
  children?: ReactNode;
  /** What the button says: the act again, with its number. */
  action: string;
  /** What the other button says where "Cancel" would be mistaken for the act. */
  dismiss?: string;
  tone?: "danger" | "primary";
  /** The text to be typed first, for what cannot be undone. */
  typed?: string;
  pending?: boolean;
  error?: ErrorDto | null;
  onConfirm: () => void;
}

/** Asks before an act with consequences. With `typed`, the button waits until that exact text stands in the field. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const {
    open,
    onOpenChange,
    title,
    description,
    children,
    action,
    dismiss,
    tone = "danger",
    typed,
    pending,
    error,
    onConfirm,
  } = props;
  const t = useTranslations("ui.confirm");
  const common = useTranslations("common");
  const [text, setText] = useState("");
  const blocked = typed !== undefined && text !== typed;
  const changeOpen = (next: boolean) => {
    if (!next) setText("");
    onOpenChange(next);
  };
  const formId = "confirm-dialog-form";
  return (
    <Dialog
      open={open}
      onOpenChange={changeOpen}
      title={title}
      description={description}
      keepOpenOutside={typed !== undefined}
      footer={
        <>
          <DialogClose>
            <Button>{dismiss ?? common("cancel")}</Button>
          </DialogClose>
          <Button
            type="submit"
            form={formId}
            variant={tone}
            pending={pending ?? false}
            disabledReason={blocked ? t("typeFirst", { text: typed }) : undefined}
          >
            {action}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!blocked && !pending) onConfirm();
        }}
      >
        {children}
        {typed === undefined ? null : (
          <Field label={t.rich("type", { text: () => <code className="font-semibold">{typed}</code> })}>
            <Input mono autoComplete="off" value={text} onChange={(event) => setText(event.target.value)} />
          </Field>
        )}
        {error ? <ErrorState error={error} size="inline" /> : null}
      </form>
    </Dialog>
  );
}
