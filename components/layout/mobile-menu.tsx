"use client";

import { useTranslations } from "next-intl";
import { Sheet } from "../ui/dialog.tsx";
import { Rail } from "./rail.tsx";
import type { ShellData } from "./types.ts";

export default function MobileMenu({
  open,
  onOpenChange,
  ...data
}: ShellData & { open: boolean; onOpenChange: (open: boolean) => void }) {
  const t = useTranslations("shell");
  return (
    <Sheet
      open={open}
      onOpenChange={onOpenChange}
      side="right"
      title={t("menu")}
      hideTitle
      className="max-w-80 bg-sunk"
    >
      <div className="-mx-3">
        <Rail {...data} onNavigate={() => onOpenChange(false)} />
      </div>
    </Sheet>
  );
}
