import { useCallback, useState } from "react";

/**
 * Where what a trigger opens is put: into the dialog or the landmark the trigger stands in, so that whoever goes through a page by
 * its landmarks finds it. Give the ref to the trigger; nothing opens before the place is known.
 */
export function useLandmark() {
  const [landmark, setLandmark] = useState<HTMLElement | null>(null);
  const ref = useCallback((trigger: HTMLElement | null) => {
    if (trigger)
      setLandmark(trigger.closest<HTMLElement>("[role=dialog], main, header, aside") ?? document.body);
  }, []);
  return [ref, landmark] as const;
}
