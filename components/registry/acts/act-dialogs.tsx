"use client";

import { AddTagDialog } from "./add-tag-dialog.tsx";
import { DeletionDialog } from "./deletion-dialog.tsx";
import type { ActPlace, ImageAct } from "./types.ts";

export interface ActDialogsProps {
  place: ActPlace;
  act: ImageAct;
  onClose: () => void;
  /** It is done; called before `onClose`. */
  onDone?: (() => void) | undefined;
}

/** The dialog of one act. */
export default function ActDialogs({ act, ...props }: ActDialogsProps) {
  if (act.kind === "addTag") return <AddTagDialog {...props} digest={act.digest} />;
  return <DeletionDialog {...props} act={act} />;
}
