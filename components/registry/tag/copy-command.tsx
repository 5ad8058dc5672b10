"use client";

import { ChevronDown, SquareTerminal } from "lucide-react";
import { useTranslations } from "next-intl";
import { useToast } from "#components/feedback/toast.tsx";
import { Button } from "#components/ui/button.tsx";
import { copyText } from "#components/ui/copy-text.ts";
import { Menu, MenuItem, MenuLabel, MenuSeparator } from "#components/ui/menu.tsx";

interface CopyCommandProps {
  /** "host/repository:tag"; null on a manifest's own page. */
  byTag: string | null;
  /** "host/repository@sha256:…" */
  byDigest: string | null;
}

const tools = [
  { key: "dockerPull", before: "docker pull " },
  { key: "podmanPull", before: "podman pull " },
  { key: "from", before: "FROM " },
] as const;

/** The commands people type for an image, by tag or by digest. */
export function CopyCommand({ byTag, byDigest }: CopyCommandProps) {
  const t = useTranslations("tags.copy");
  const toast = useToast();
  const copy = async (command: string) => {
    if (await copyText(command)) toast.ok({ id: "copied", title: t("done", { command }) });
  };
  const group = (reference: string, label: string) => (
    <>
      <MenuLabel>{label}</MenuLabel>
      {tools.map(({ key, before }) => (
        <MenuItem key={key} onSelect={() => void copy(before + reference)} className="items-baseline gap-3">
          <span className="w-24 shrink-0 font-mono text-xs">{t(key)}</span>
          <span className="min-w-0 truncate font-mono text-ink-3 text-xs">{reference}</span>
        </MenuItem>
      ))}
    </>
  );
  return (
    <Menu
      className="max-w-[min(36rem,92vw)]"
      trigger={
        <Button variant="ghost" aria-label={t("action")}>
          <SquareTerminal aria-hidden="true" />
          docker pull
          <ChevronDown aria-hidden="true" />
        </Button>
      }
    >
      {byTag ? group(byTag, t("byTag")) : null}
      {byTag && byDigest ? <MenuSeparator /> : null}
      {byDigest ? group(byDigest, t("byDigest")) : null}
    </Menu>
  );
}
