"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { errorOf, getJson } from "#components/data-table/request.ts";
import { ErrorState } from "#components/feedback/error-state.tsx";
import { FormFoot } from "#components/feedback/form-foot.tsx";
import { useOrder } from "#components/jobs/use-order.ts";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { HostSummary } from "#lib/services/hosts/types.ts";
import type { PullChoice } from "#lib/services/images/complete.ts";
import { hostKeys, pullKeys } from "./keys.ts";
import { PullFieldset } from "./pull-fieldset.tsx";
import {
  fieldsFrom,
  missing,
  type PullFields,
  type PullPreset,
  toInput,
  typedRegistry,
} from "./pull-form.ts";

interface PullOrderProps {
  preset: PullPreset;
  onOrdered: (jobId: string) => void;
}

/** Loads what can be chosen, then the form. */
export function PullOrder({ preset, onOrdered }: PullOrderProps) {
  const choices = useQuery({
    queryKey: pullKeys.sources,
    queryFn: ({ signal }) => getJson<readonly PullChoice[]>("/api/v1/images/sources", signal),
    staleTime: 0,
  });
  const hosts = useQuery({
    queryKey: hostKeys.list,
    queryFn: ({ signal }) => getJson<readonly HostSummary[]>("/api/v1/hosts", signal),
  });
  const failed = choices.error ?? hosts.error;
  if (failed) return <ErrorState error={errorOf(failed)} size="inline" />;
  if (!choices.data || !hosts.data) return <FormSkeleton />;
  return <PullForm preset={preset} choices={choices.data} hosts={hosts.data} onOrdered={onOrdered} />;
}

interface PullFormProps extends PullOrderProps {
  choices: readonly PullChoice[];
  hosts: readonly HostSummary[];
}

function startFields(
  preset: PullPreset,
  choices: readonly PullChoice[],
  hosts: readonly HostSummary[],
): PullFields {
  const fields = fieldsFrom(preset);
  const usable = choices.filter(({ pullable }) => pullable);
  const [only, another] = usable;
  const registryId =
    fields.registryId || (only && !another ? only.registryId : "") || (only ? "" : typedRegistry);
  return { ...fields, registryId, hostId: fields.hostId || (hosts[0]?.id ?? "") };
}

function PullForm({ preset, choices, hosts, onOrdered }: PullFormProps) {
  const t = useTranslations("hosts.pull");
  const [fields, setFields] = useState(() => startFields(preset, choices, hosts));
  const pull = useOrder("image.pull");
  const lacking = missing(fields);
  const error = pull.isError ? errorOf(pull.error) : null;
  return (
    <form
      className="flex flex-col gap-4 pb-1"
      onSubmit={(event) => {
        event.preventDefault();
        if (lacking || pull.isPending) return;
        pull.mutate(toInput(fields), { onSuccess: ({ jobId }) => onOrdered(jobId) });
      }}
    >
      <PullFieldset
        fields={fields}
        onChange={(change) => {
          pull.reset();
          setFields((before) => ({ ...before, ...change }));
        }}
        choices={choices}
        hosts={hosts}
        platforms={preset.platforms ?? []}
        errors={error?.fields ?? {}}
      />
      <FormFoot
        error={error?.fields ? null : error}
        pending={pull.isPending}
        disabledReason={lacking ? t(lacking) : undefined}
      >
        {fields.kind === "allTags" ? t("submitAll") : t("submit")}
      </FormFoot>
    </form>
  );
}

function FormSkeleton() {
  return (
    <div aria-busy className="flex flex-col gap-5 pb-4">
      {["w-24", "w-28", "w-20"].map((width) => (
        <div key={width} className="flex flex-col gap-2">
          <Skeleton className={width} />
          <Skeleton className="h-8.5 w-full rounded-md" />
        </div>
      ))}
    </div>
  );
}
