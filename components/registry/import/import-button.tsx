"use client";

import { FileJson } from "lucide-react";
import { useTranslations } from "next-intl";
import { lazy, Suspense, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import type { ImportDialogProps } from "./import-dialog.tsx";

const ImportDialog = lazy(() => import("./import-dialog.tsx"));

/** Connects what somebody's docker is signed in to already. */
export function ImportButton({ connect }: Pick<ImportDialogProps, "connect">) {
  const t = useTranslations("registries.import");
  const [open, setOpen] = useState(false);
  const [wanted, setWanted] = useState(false);
  return (
    <>
      <Button
        aria-haspopup="dialog"
        onClick={() => {
          setWanted(true);
          setOpen(true);
        }}
      >
        <FileJson aria-hidden="true" />
        {t("action")}
      </Button>
      <Suspense fallback={null}>
        {wanted ? <ImportDialog connect={connect} open={open} onOpenChange={setOpen} /> : null}
      </Suspense>
    </>
  );
}
