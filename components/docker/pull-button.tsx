"use client";

import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { lazy, Suspense, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import type { PullPreset } from "./pull-form.ts";

const PullDialog = lazy(() => import("./pull-dialog.tsx"));

export interface PullButtonProps extends PullPreset {
  variant?: "primary" | "secondary";
  /** No daemon to order from. A dialog that is open stays: it may hold the only words about a pull that failed. */
  away?: boolean;
}

/** "Pull image": opens the dialog, whose code is loaded when it is first wanted. */
export function PullButton({ variant = "primary", away = false, ...preset }: PullButtonProps) {
  const t = useTranslations("hosts.pull");
  const [open, setOpen] = useState(false);
  const [wanted, setWanted] = useState(false);
  return (
    <>
      {away ? null : (
        <Button
          variant={variant}
          aria-haspopup="dialog"
          onClick={() => {
            setWanted(true);
            setOpen(true);
          }}
        >
          <Download aria-hidden="true" />
          {t("action")}
        </Button>
      )}
      <Suspense fallback={null}>
        {wanted ? <PullDialog open={open} onOpenChange={setOpen} preset={preset} /> : null}
      </Suspense>
    </>
  );
}
