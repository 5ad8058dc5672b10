"use client";

import { Ellipsis } from "lucide-react";
import { useTranslations } from "next-intl";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Menu, MenuItem } from "#components/ui/menu.tsx";
import type { ActRights, ImageAct } from "./types.ts";

interface ImageMenuProps {
  /** "1.0", "sha256:1a2b…" */
  name: string;
  registry: string;
  rights: ActRights;
  /** What a tag is added to; null while that is not known. */
  digest: string | null;
  deletion: ImageAct;
  onAct: (act: ImageAct) => void;
  header?: boolean;
}

/** What can be done to one image. */
export function ImageMenu({ name, registry, rights, digest, deletion, onAct, header }: ImageMenuProps) {
  const t = useTranslations("tags.acts");
  return (
    <Menu
      trigger={
        <IconButton
          label={t("of", { name })}
          tip="none"
          // In a list it leaves a compact row as low as it is.
          {...(header
            ? { variant: "secondary", className: "max-sm:flex-none" }
            : { size: "sm", className: "h-6 align-middle" })}
        >
          <Ellipsis />
        </IconButton>
      }
    >
      {rights.tag && digest ? (
        <MenuItem onSelect={() => onAct({ kind: "addTag", digest })}>{t("addTag")}</MenuItem>
      ) : null}
      {rights.delete ? (
        <MenuItem danger disabled={rights.delete === "refused"} onSelect={() => onAct(deletion)}>
          {t("delete")}
        </MenuItem>
      ) : null}
      {rights.delete === "refused" ? (
        <p className="max-w-64 px-2.5 pb-1.5 text-ink-3 text-xs">{t("refused", { registry })}</p>
      ) : null}
    </Menu>
  );
}
