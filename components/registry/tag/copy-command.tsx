"use client";

import { ChevronDown, SquareTerminal } from "lucide-react";
import { useTranslations } from "next-intl";
import { useToast } from "#components/feedback/toast.tsx";
import { Button } from "#components/ui/button.tsx";
import { copyText } from "#components/ui/copy-text.ts";
import { Menu, MenuItem, MenuLabel, MenuSeparator } from "#components/ui/menu.tsx";
import type { Command, CommandGroups } from "./commands.ts";

/** The commands people type for an image, by tag or by digest, to be copied. */
export function CopyCommand({ byTag, byDigest }: CommandGroups) {
  const t = useTranslations("tags.copy");
  const toast = useToast();
  const first = byTag[0] ?? byDigest[0];
  if (!first) return null;
  const copy = async (line: string) => {
    if (await copyText(line)) toast.ok({ id: "copied", title: t("done", { command: line }) });
  };
  const group = (label: string, commands: readonly Command[]) => (
    <>
      <MenuLabel>{label}</MenuLabel>
      {commands.map(({ tool, line }) => (
        <MenuItem key={tool} onSelect={() => void copy(line)} className="items-baseline gap-3">
          <span className="w-24 shrink-0 font-mono text-xs">{tool}</span>
          <span className="min-w-0 truncate font-mono text-ink-3 text-xs">{line.slice(tool.length + 1)}</span>
        </MenuItem>
      ))}
    </>
  );
  return (
    <Menu
      className="max-w-[min(36rem,92vw)]"
      trigger={
        <Button title={t("action")}>
          <SquareTerminal aria-hidden="true" />
          {first.tool}
          <ChevronDown aria-hidden="true" />
        </Button>
      }
    >
      {byTag.length > 0 ? group(t("byTag"), byTag) : null}
      {byTag.length > 0 && byDigest.length > 0 ? <MenuSeparator /> : null}
      {byDigest.length > 0 ? group(t("byDigest"), byDigest) : null}
    </Menu>
  );
}
