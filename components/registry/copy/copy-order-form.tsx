"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { errorOf } from "#components/data-table/request.ts";
import { ErrorState } from "#components/feedback/error-state.tsx";
import { FormFoot } from "#components/feedback/form-foot.tsx";
import { useOrder } from "#components/jobs/use-order.ts";
import type { CopyTarget } from "#lib/services/copies/plan-copy.ts";
import { CopyFieldset } from "./copy-fieldset.tsx";
import {
  type CopyFields,
  type CopyPreset,
  missing,
  planPath,
  replaced,
  startFields,
  toOrder,
  wanted,
} from "./copy-form.ts";
import { CopyPlanView } from "./copy-plan-view.tsx";
import { useCopyPlan } from "./use-copy-plan.ts";

interface CopyOrderFormProps {
  preset: CopyPreset;
  targets: readonly CopyTarget[];
  onOrdered: (jobId: string) => void;
}

/** Where to, how much of it, and what that will do there; what is replaced must be agreed to. */
export function CopyOrderForm({ preset, targets, onOrdered }: CopyOrderFormProps) {
  const t = useTranslations("tags.copyTo");
  const [fields, setFields] = useState(() => startFields(preset, targets));
  /** The plan that was agreed to: another one must be agreed to anew. */
  const [agreed, setAgreed] = useState<unknown>(null);
  const order = useOrder("image.copy");
  const lacking = missing(fields, preset);
  const plan = useCopyPlan(lacking ? null : planPath(fields, preset));
  const images = plan.data ? wanted(plan.data, fields) : [];
  const over = plan.data ? replaced(plan.data, fields) : [];
  const confirmed = over.length === 0 || agreed === plan.data;
  const reason = () => {
    if (lacking) return t(lacking);
    if (plan.error) return t("noPlan");
    if (!plan.data) return t("looking");
    if (images.length === 0) return t("nothing");
    return confirmed ? undefined : t("unconfirmed");
  };
  const disabledReason = reason();
  const error = order.isError ? errorOf(order.error) : null;
  const planError = plan.error ? errorOf(plan.error) : null;
  const change = (next: Partial<CopyFields>) => {
    order.reset();
    setFields((before) => ({ ...before, ...next }));
  };
  return (
    <form
      className="flex flex-col gap-4 pb-1"
      onSubmit={(event) => {
        event.preventDefault();
        if (disabledReason !== undefined || order.isPending || !plan.data) return;
        order.mutate(toOrder(fields, preset, plan.data), { onSuccess: ({ jobId }) => onOrdered(jobId) });
      }}
    >
      <CopyFieldset
        fields={fields}
        onChange={change}
        preset={preset}
        targets={targets}
        errors={planError?.fields ?? {}}
      />
      {planError && !planError.fields ? <ErrorState error={planError} size="inline" /> : null}
      {plan.data && !lacking ? (
        <CopyPlanView
          plan={plan.data}
          fields={fields}
          target={targets.find(({ registryId }) => registryId === fields.registryId)}
          agreed={confirmed}
          onAgree={(yes) => setAgreed(yes ? plan.data : null)}
        />
      ) : null}
      {plan.isFetching ? <p className="text-ink-3 text-sm">{t("looking")}</p> : null}
      <FormFoot error={error} pending={order.isPending} disabledReason={disabledReason}>
        {t("submit", { count: images.length || Math.max(1, preset.tags.length) })}
      </FormFoot>
    </form>
  );
}
