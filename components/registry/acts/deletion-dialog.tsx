"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { errorOf } from "#components/data-table/request.ts";
import { ErrorState } from "#components/feedback/error-state.tsx";
import { jobKeys } from "#components/jobs/keys.ts";
import { postJson } from "#components/live/post-json.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogClose } from "#components/ui/dialog.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { DeletionPlan } from "#lib/services/deletions/types.ts";
import type { ActDialogsProps } from "./act-dialogs.tsx";
import { DeletionForm } from "./deletion-form.tsx";
import { DeletionRunning } from "./deletion-running.tsx";
import type { ImageAct } from "./types.ts";

interface DeletionDialogProps extends Omit<ActDialogsProps, "act"> {
  act: Exclude<ImageAct, { kind: "addTag" }>;
}

/** What goes, the question, the job that does it, and what came of it. Each opening looks at the registry anew. */
export function DeletionDialog({ place, act, onClose, onDone }: DeletionDialogProps) {
  const { registryId, repository } = place;
  const t = useTranslations("tags.deletion");
  const client = useQueryClient();
  const [jobId, setJobId] = useState<string | null>(null);
  const what =
    act.kind === "delete" ? { kind: "tags", tags: act.tags } : { kind: "digest", digest: act.digest };
  const plan = useQuery({
    queryKey: ["deletion", registryId, repository, what],
    queryFn: () => postJson<DeletionPlan>("/api/v1/deletions/plan", { registryId, repository, what }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });
  const order = useMutation({
    mutationFn: (input: { path: string; body: object }) =>
      postJson<{ jobId: string }>(input.path, { registryId, repository, ...input.body }),
    onSuccess: (ordered) => {
      setJobId(ordered.jobId);
      void client.invalidateQueries({ queryKey: jobKeys.active });
      void client.invalidateQueries({ queryKey: jobKeys.list });
    },
  });
  const lookAgain = () => {
    setJobId(null);
    order.reset();
    void plan.refetch();
  };
  const title =
    act.kind === "delete"
      ? t("title", { count: act.tags.length, repository })
      : t("titleImage", { repository });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={<span className="wrap-anywhere">{title}</span>}
      description={plan.isFetching ? t("planning") : plan.data && t(wayOf(plan.data))}
      keepOpenOutside
    >
      {jobId ? (
        <DeletionRunning
          jobId={jobId}
          place={place}
          onAgain={lookAgain}
          onDone={() => {
            onDone?.();
            onClose();
          }}
        />
      ) : plan.isError && !plan.isFetching ? (
        <PlanFailed error={errorOf(plan.error)} onAgain={lookAgain} />
      ) : plan.data && !plan.isFetching ? (
        <DeletionForm
          plan={plan.data}
          repository={repository}
          pending={order.isPending}
          error={order.isError ? errorOf(order.error) : null}
          onOrder={() => order.mutate(toOrder(act, plan.data))}
        />
      ) : (
        <div aria-busy className="flex flex-col gap-3 pb-4">
          <Skeleton className="h-5 w-2/3" />
          <Skeleton className="h-5 w-1/2" />
          <Skeleton className="mt-4 h-8.5 w-full rounded-md" />
        </div>
      )}
    </Dialog>
  );
}

/** How this registry deletes what is planned, as a key of the tags.deletion messages. */
function wayOf({ by, images }: DeletionPlan) {
  if (by === "digest") return "byDigest";
  return images.some(({ goes }) => goes) ? "byLastTag" : "byTag";
}

/** The plan as an order: exactly what it showed. */
function toOrder(
  act: DeletionDialogProps["act"],
  { by, images }: DeletionPlan,
): { path: string; body: object } {
  if (act.kind === "deleteDigest") {
    const tags = images.flatMap(({ siblings }) => siblings);
    return { path: "/api/v1/manifests/delete", body: { digest: act.digest, tags } };
  }
  const going = images.map(({ digest, tags, siblings, keepers }) => ({
    digest,
    tags: by === "digest" ? [...tags, ...siblings] : tags,
    ...(keepers.length > 0 ? { keepers } : {}),
  }));
  return { path: "/api/v1/tags/delete", body: { by, images: going } };
}

function PlanFailed({ error, onAgain }: { error: ReturnType<typeof errorOf>; onAgain: () => void }) {
  const t = useTranslations("tags.deletion");
  const common = useTranslations("common");
  return (
    <div className="flex flex-col gap-4">
      <ErrorState error={error} size="inline" />
      <div className="flex justify-end gap-2">
        <Button onClick={onAgain}>{t("again")}</Button>
        <DialogClose>
          <Button variant="primary">{common("close")}</Button>
        </DialogClose>
      </div>
    </div>
  );
}
