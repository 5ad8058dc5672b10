"use client";

import { Pin } from "lucide-react";
import { useTranslations } from "next-intl";
import { lazy, Suspense, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import type { PinDialogProps } from "./pin-dialog.tsx";

const PinDialog = lazy(() => import("./pin-dialog.tsx"));

interface PinButtonProps extends Omit<PinDialogProps, "open" | "onOpenChange"> {
  variant?: "primary" | "secondary";
}

/** Names a repository the registry does not list, and opens it. */
export function PinButton({ variant = "secondary", ...dialog }: PinButtonProps) {
  const t = useTranslations("repositories.pin");
  const [open, setOpen] = useState(false);
  const [wanted, setWanted] = useState(false);
  return (
    <>
      <Button
        variant={variant}
        onClick={() => {
          setWanted(true);
          setOpen(true);
        }}
      >
        <Pin aria-hidden="true" />
        {t("action")}
      </Button>
      <Suspense fallback={null}>
        {wanted ? <PinDialog {...dialog} open={open} onOpenChange={setOpen} /> : null}
      </Suspense>
    </>
  );
}
