"use client";

import { FolderOutput } from "lucide-react";
import { useTranslations } from "next-intl";
import { lazy, Suspense, useState } from "react";
import { Button, type ButtonProps } from "#components/ui/button.tsx";
import type { CopyPreset } from "./copy-form.ts";

const CopyDialog = lazy(() => import("./copy-dialog.tsx"));

/** "Copy to…": opens the dialog, whose code is loaded when it is first wanted. */
export function CopyButton({ size, ...preset }: CopyPreset & Pick<ButtonProps, "size">) {
  const t = useTranslations("tags.copyTo");
  const [open, setOpen] = useState<boolean>();
  return (
    <>
      <Button size={size} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <FolderOutput aria-hidden="true" />
        {t("action")}
      </Button>
      <Suspense fallback={null}>
        {open === undefined ? null : <CopyDialog open={open} onOpenChange={setOpen} preset={preset} />}
      </Suspense>
    </>
  );
}
