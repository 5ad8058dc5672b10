"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Menu, MenuItem, MenuRadioGroup, MenuRadioItem, MenuSeparator } from "../ui/menu.tsx";
import type { DataFilter } from "./types.ts";

interface FilterMenuProps {
  trigger: ReactNode;
  filter: DataFilter;
  value: string | undefined;
  onChange: (value: string | null) => void;
}

export default function FilterMenu({ trigger, filter, value, onChange }: FilterMenuProps) {
  const t = useTranslations("ui.list");
  return (
    <Menu trigger={trigger} align="start" defaultOpen>
      <MenuRadioGroup value={value ?? ""} onValueChange={onChange}>
        {filter.options.map((option) => (
          <MenuRadioItem key={option.value} value={option.value}>
            {option.label}
          </MenuRadioItem>
        ))}
      </MenuRadioGroup>
      {value ? (
        <>
          <MenuSeparator />
          <MenuItem onSelect={() => onChange(null)}>{t("clearFilter")}</MenuItem>
        </>
      ) : null}
    </Menu>
  );
}
