"use client";

import * as Slot from "radix-ui/slot";
import { createContext, lazy, type ReactNode, Suspense, useContext, useState } from "react";
import type { DialogProps, SheetProps } from "./dialog-box.tsx";

const load = () => import("./dialog-box.tsx");
const DialogBox = lazy(async () => ({ default: (await load()).DialogBox }));
const SheetBox = lazy(async () => ({ default: (await load()).SheetBox }));

const CloseContext = createContext<() => void>(() => {});

/** A modal: focus stays inside, Escape closes, what was focused before is focused again. No page carries its code. */
export function Dialog(props: DialogProps) {
  return (
    <Once open={props.open} onClose={() => props.onOpenChange(false)}>
      <DialogBox {...props} />
    </Once>
  );
}

/** A panel from the edge: details beside the list, the menu on a phone. */
export function Sheet(props: SheetProps) {
  return (
    <Once open={props.open} onClose={() => props.onOpenChange(false)}>
      <SheetBox {...props} />
    </Once>
  );
}

/** Closes the dialog or sheet it stands in. */
export function DialogClose({ children }: { children: ReactNode }) {
  return <Slot.Root onClick={useContext(CloseContext)}>{children}</Slot.Root>;
}

/** Nothing until it is opened for the first time; from then on it stays, so that it can leave as it came. */
function Once({ open, onClose, children }: { open: boolean; onClose: () => void; children: ReactNode }) {
  const [wanted, setWanted] = useState(open);
  if (open && !wanted) setWanted(true);
  if (!open && !wanted) return null;
  return (
    <CloseContext value={onClose}>
      <Suspense fallback={null}>{children}</Suspense>
    </CloseContext>
  );
}
