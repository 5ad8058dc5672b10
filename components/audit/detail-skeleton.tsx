import { Skeleton } from "../ui/skeleton.tsx";

/** An event that is still on its way. */
export function DetailSkeleton() {
  return (
    <div className="flex flex-col gap-3" aria-hidden="true">
      <Skeleton className="h-6 w-48" />
      <Skeleton className="h-4 w-36" />
      <div className="mt-3 grid grid-cols-[5rem_1fr] gap-x-4 gap-y-3">
        {["a", "b", "c", "d", "e", "f"].flatMap((line) => [
          <Skeleton key={line} className="h-4 w-14" />,
          <Skeleton key={`${line}-value`} className="h-4 w-40" />,
        ])}
      </div>
    </div>
  );
}
