"use client";

import { useRouter } from "next/navigation";
import { lazy, Suspense, useState } from "react";
import { repositoryHref } from "../../hrefs.ts";
import { ImageMenu } from "./image-menu.tsx";
import type { ActPlace, ActRights, ImageAct } from "./types.ts";

export const ActDialogs = lazy(() => import("./act-dialogs.tsx"));

interface ImageActsProps {
  place: ActPlace;
  /** null: it is gone, and only a dialog that is open, as the one that deleted it, stays until it is done. */
  menu: {
    readonly registry: string;
    readonly name: string;
    readonly rights: ActRights;
    readonly digest: string | null;
    readonly deletion: ImageAct;
  } | null;
}

/** The acts in the head of a tag's or manifest's page. After a deletion the repository's follows. */
export function ImageActs({ place, menu }: ImageActsProps) {
  const router = useRouter();
  const [act, setAct] = useState<ImageAct | null>(null);
  const leave = () => router.push(repositoryHref(place.registryId, place.repository));
  return (
    <>
      {menu ? <ImageMenu {...menu} header onAct={setAct} /> : null}
      <Suspense fallback={null}>
        {act ? (
          <ActDialogs
            place={place}
            act={act}
            onClose={() => setAct(null)}
            onDone={act.kind === "addTag" ? undefined : leave}
          />
        ) : null}
      </Suspense>
    </>
  );
}
