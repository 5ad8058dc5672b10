"use client";

import * as Slot from "radix-ui/slot";
import { lazy, Suspense, useState } from "react";
import type { MenuProps } from "./menu-box.tsx";

const load = () => import("./menu-box.tsx");
const MenuBox = lazy(async () => ({ default: (await load()).MenuBox }));

export const MenuItem = lazy(async () => ({ default: (await load()).MenuItem }));
export const MenuCheckboxItem = lazy(async () => ({ default: (await load()).MenuCheckboxItem }));
export const MenuRadioGroup = lazy(async () => ({ default: (await load()).MenuRadioGroup }));
export const MenuRadioItem = lazy(async () => ({ default: (await load()).MenuRadioItem }));
export const MenuLabel = lazy(async () => ({ default: (await load()).MenuLabel }));
export const MenuSeparator = lazy(async () => ({ default: (await load()).MenuSeparator }));

/** A menu of acts under a button. No page carries its code: pointing at the button fetches it, pressing opens it. */
export function Menu(props: MenuProps) {
  const [wanted, setWanted] = useState<"pointer" | "keyboard">();
  if (!wanted) {
    return (
      <Slot.Root
        aria-haspopup="menu"
        onPointerEnter={() => void load()}
        onClick={(event) => setWanted(event.detail === 0 ? "keyboard" : "pointer")}
      >
        {props.trigger}
      </Slot.Root>
    );
  }
  return (
    <Suspense fallback={props.trigger}>
      <MenuBox {...props} byKeyboard={wanted === "keyboard"} />
    </Suspense>
  );
}
