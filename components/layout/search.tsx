"use client";

import { Search } from "lucide-react";
import { useTranslations } from "next-intl";
import { lazy, Suspense, useEffect, useState } from "react";
import { Button } from "../ui/button.tsx";
import { IconButton } from "../ui/icon-button.tsx";
import { Kbd } from "../ui/kbd.tsx";
import type { ShellActs, ShellData } from "./types.ts";
import { useApple } from "./use-apple.ts";

const load = () => import("./palette.tsx");
const Palette = lazy(load);
const PullDialog = lazy(() => import("../docker/pull-dialog.tsx"));

interface SearchButtonProps extends ShellData {
  acts: Omit<ShellActs, "pull">;
}

/** Looks like a field, opens the palette; so does ⌘K or Ctrl K from anywhere. The palette's code comes when it is needed. */
export function SearchButton({ acts, ...data }: SearchButtonProps) {
  const t = useTranslations("shell");
  const apple = useApple();
  const [wanted, setWanted] = useState(false);
  const [open, setOpen] = useState(false);
  const [pulling, setPulling] = useState(false);
  const show = () => {
    setWanted(true);
    setOpen(true);
  };
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      // The first half of the shortcut: its code is there before the first letter is typed.
      if (event.key === "Control" || event.key === "Meta") void load();
      if (
        event.key.toLowerCase() !== "k" ||
        !(event.metaKey || event.ctrlKey) ||
        event.altKey ||
        event.shiftKey
      )
        return;
      event.preventDefault();
      // Over another dialog it would be a second one, and leaving through it would lose what was typed there.
      const inDialog = document.querySelector("[role=dialog][data-state=open]") !== null;
      setWanted(true);
      setOpen((before) => !before && !inDialog);
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
  return (
    // Its share is of the bar: of a box as wide as its own words it would be next to nothing.
    <search className="flex min-w-0 max-w-2/5 shrink justify-end">
      <Button
        onClick={show}
        onPointerEnter={() => setWanted(true)}
        aria-haspopup="dialog"
        aria-keyshortcuts="Meta+K Control+K"
        className="w-77 min-w-0 shrink justify-start border-line bg-surface font-normal text-ink-3 max-xl:w-56 max-lg:hidden"
      >
        <Search aria-hidden="true" />
        <span className="flex-1 truncate text-left">{t("searchPlaceholder")}</span>
        <Kbd>{apple ? "⌘K" : "Ctrl K"}</Kbd>
      </Button>
      <IconButton
        label={t("search")}
        onClick={show}
        aria-haspopup="dialog"
        size="lg"
        tip="none"
        className="lg:hidden"
      >
        <Search />
      </IconButton>
      <Suspense fallback={null}>
        {wanted ? (
          <Palette
            {...data}
            acts={{ ...acts, pull: () => setPulling(true) }}
            open={open}
            onOpenChange={setOpen}
          />
        ) : null}
        {pulling ? <PullDialog open onOpenChange={setPulling} preset={{}} /> : null}
      </Suspense>
    </search>
  );
}
