import { useEffect } from "react";

const inSight = new Set<string>();

/** Its page or its window is open and tells by itself how it ends; a toast would say it twice. */
export function useInSight(jobId: string): void {
  useEffect(() => {
    inSight.add(jobId);
    return () => void inSight.delete(jobId);
  }, [jobId]);
}

export const isInSight = (jobId: string): boolean => inSight.has(jobId);
