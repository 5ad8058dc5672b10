"use client";

import { SlidersHorizontal } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "../ui/button.tsx";
import {
  Menu,
  MenuCheckboxItem,
  MenuItem,
  MenuLabel,
  MenuRadioGroup,
  MenuRadioItem,
  MenuSeparator,
} from "../ui/menu.tsx";

export interface DisplayMenuProps {
  columns: readonly { id: string; header: string; visible: boolean }[];
  compact: boolean;
  /** undefined: the table holds no times. */
  absoluteTimes: boolean | undefined;
  autoRefresh: boolean;
  onColumn: (id: string, visible: boolean) => void;
  onCompact: (compact: boolean) => void;
  onAbsoluteTimes: (on: boolean) => void;
  onAutoRefresh: (on: boolean) => void;
  onReset: () => void;
}

/** Columns, density, times and refreshing of one table. */
export function DisplayMenu(props: DisplayMenuProps) {
  const t = useTranslations("ui.list");
  return (
    <Menu
      trigger={
        <Button variant="ghost">
          <SlidersHorizontal aria-hidden="true" />
          {t("display")}
        </Button>
      }
    >
      <MenuLabel>{t("columns")}</MenuLabel>
      {props.columns.map((column) => (
        <MenuCheckboxItem
          key={column.id}
          checked={column.visible}
          onCheckedChange={(visible) => props.onColumn(column.id, visible === true)}
        >
          {column.header}
        </MenuCheckboxItem>
      ))}
      <MenuSeparator />
      <MenuLabel>{t("density")}</MenuLabel>
      <MenuRadioGroup
        value={props.compact ? "compact" : "comfortable"}
        onValueChange={(value) => props.onCompact(value === "compact")}
      >
        <MenuRadioItem value="comfortable" onSelect={(event) => event.preventDefault()}>
          {t("densityComfortable")}
        </MenuRadioItem>
        <MenuRadioItem value="compact" onSelect={(event) => event.preventDefault()}>
          {t("densityCompact")}
        </MenuRadioItem>
      </MenuRadioGroup>
      <MenuSeparator />
      {props.absoluteTimes === undefined ? null : (
        <MenuCheckboxItem
          checked={props.absoluteTimes}
          onCheckedChange={(on) => props.onAbsoluteTimes(on === true)}
        >
          {t("absoluteTimes")}
        </MenuCheckboxItem>
      )}
      <MenuCheckboxItem
        checked={props.autoRefresh}
        onCheckedChange={(on) => props.onAutoRefresh(on === true)}
      >
        {t("autoRefresh")}
      </MenuCheckboxItem>
      <MenuItem onSelect={props.onReset} className="pl-8">
        {t("resetDisplay")}
      </MenuItem>
    </Menu>
  );
}
