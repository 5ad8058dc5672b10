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
import type { TableSort } from "./types.ts";

export interface DisplayMenuProps {
  sort: TableSort | undefined;
  sortable: readonly { id: string; header: string }[];
  /** The other way round when it is sorted by this already. */
  onSort: (column: string) => void;
  /** undefined: rows cannot be selected. */
  onSelectAll: (() => void) | undefined;
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

/** Order, columns, density, times and refreshing of one table; a narrow one has no head to sort and select by. */
export function DisplayMenu(props: DisplayMenuProps) {
  const t = useTranslations("ui.list");
  return (
    <Menu
      trigger={
        <Button variant="ghost">
          <SlidersHorizontal aria-hidden="true" />
          <span className="max-sm:hidden">{t("display")}</span>
          <span className="sm:hidden">{t(props.sortable.length > 0 ? "sortAndDisplay" : "display")}</span>
        </Button>
      }
    >
      {props.sortable.length > 0 ? (
        <>
          <MenuLabel>{t("sort")}</MenuLabel>
          <MenuRadioGroup value={props.sort?.column ?? ""} onValueChange={props.onSort}>
            {props.sortable.map(({ id, header }) => (
              <MenuRadioItem key={id} value={id}>
                {header}
                {props.sort?.column === id ? (
                  <span className="ml-auto text-ink-3 text-xs">{t(props.sort.direction)}</span>
                ) : null}
              </MenuRadioItem>
            ))}
          </MenuRadioGroup>
          <MenuSeparator />
        </>
      ) : null}
      {props.onSelectAll ? (
        <>
          <MenuItem onSelect={props.onSelectAll} className="pl-8">
            {t("selectAll")}
          </MenuItem>
          <MenuSeparator />
        </>
      ) : null}
      <div className="max-sm:hidden">
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
      </div>
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
