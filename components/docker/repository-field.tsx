"use client";

import { useTranslations } from "next-intl";
import { getJson } from "#components/data-table/request.ts";
import { Combobox } from "#components/ui/combobox.tsx";
import { Field, Input } from "#components/ui/field.tsx";
import type { PullChoice } from "#lib/services/images/complete.ts";
import { type PullFields, typedRegistry } from "./pull-form.ts";
import { useFieldError } from "./use-field-error.ts";

interface RepositoryFieldProps {
  fields: PullFields;
  choice: PullChoice | undefined;
  error: string | undefined;
  onChange: (change: Partial<PullFields>) => void;
}

/** A repository of the chosen registry, its host fixed before it, completed from the index; or a whole address. */
export function RepositoryField({ fields, choice, error, onChange }: RepositoryFieldProps) {
  const t = useTranslations("hosts.pull");
  const fieldError = useFieldError();
  if (fields.registryId === typedRegistry) {
    return (
      <Field label={t("address")} hint={t("addressHint")} error={fieldError(error)}>
        <Input
          mono
          autoComplete="off"
          value={fields.repository}
          onChange={(event) => onChange({ repository: event.target.value })}
        />
      </Field>
    );
  }
  const load = async (text: string, signal: AbortSignal) => {
    const query = new URLSearchParams({ registryId: fields.registryId, text });
    const names = await getJson<readonly string[]>(`/api/v1/images/repositories?${query}`, signal);
    // What stands there whole needs no completing: the list would only cover the next field.
    return names.filter((name) => name !== text).map((value) => ({ value }));
  };
  return (
    <Field label={t("repository")} error={fieldError(error)}>
      <Combobox
        prefix={choice ? `${choice.host}/` : ""}
        value={fields.repository}
        disabled={fields.registryId === ""}
        onValueChange={(repository) => onChange({ repository, tag: "", digest: "" })}
        load={load}
      />
    </Field>
  );
}
