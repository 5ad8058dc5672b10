"use client";

import { ListFilter } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "../ui/button.tsx";
import { Menu, MenuItem, MenuRadioGroup, MenuRadioItem, MenuSeparator } from "../ui/menu.tsx";
import type { DataFilter } from "./types.ts";

interface FilterMenuProps {
  filter: DataFilter;
  value: string | undefined;
  onChange: (value: string | null) => void;
}

export function FilterMenu({ filter, value, onChange }: FilterMenuProps) {
  const t = useTranslations("ui.list");
  const chosen = filter.options.find((option) => option.value === value)?.label ?? value;
  return (
    <Menu
      align="start"
      trigger={
        <Button className={`max-w-full ${value ? "border-signal text-ink" : "font-normal text-ink-2"}`}>
          <ListFilter aria-hidden="true" className="text-ink-3" />
          <span className="truncate">{chosen ? `${filter.label}: ${chosen}` : filter.label}</span>
        </Button>
      }
    >
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
