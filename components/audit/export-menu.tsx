"use client";

import { Download } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { Button } from "../ui/button.tsx";
import { Menu, MenuItem, MenuLabel } from "../ui/menu.tsx";
import { exportHref } from "./request.ts";

/** Takes along what the address narrows to. Plain downloads: the browser shows their progress. */
export function ExportMenu({ names }: { names: readonly string[] }) {
  const t = useTranslations("audit.export");
  const search = useSearchParams();
  const trigger = (
    <Button>
      <Download aria-hidden="true" />
      {t("button")}
    </Button>
  );
  return (
    <Menu trigger={trigger}>
      <MenuLabel>{t("hint")}</MenuLabel>
      {(["csv", "ndjson"] as const).map((format) => (
        <MenuItem key={format} asChild>
          <a href={exportHref(new URLSearchParams(search), names, format)} download>
            {t(format)}
          </a>
        </MenuItem>
      ))}
    </Menu>
  );
}
