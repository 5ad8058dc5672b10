"use client";

import { useRouter } from "next/navigation";
import { lazy, Suspense, useState } from "react";
import { repositoryHref } from "../../hrefs.ts";
import { ImageMenu } from "./image-menu.tsx";
import type { ActPlace, ActRights, ImageAct } from "./types.ts";

export const ActDialogs = lazy(() => import("./act-dialogs.tsx"));

interface ImageActsProps {
  place: ActPlace;
  registry: string;
  name: string;
  rights: ActRights;
  digest: string | null;
  deletion: ImageAct;
}

/** The acts in the head of a tag's or manifest's page. What is deleted has no page: its repository's follows. */
export function ImageActs({ place, ...menu }: ImageActsProps) {
  const router = useRouter();
  const [act, setAct] = useState<ImageAct | null>(null);
  const leave = () => router.push(repositoryHref(place.registryId, place.repository));
  return (
    <>
      <ImageMenu {...menu} header onAct={setAct} />
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
