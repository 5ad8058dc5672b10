"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useState, useTransition } from "react";
import { ErrorState } from "#components/feedback/error-state.tsx";
import { useToast } from "#components/feedback/toast.tsx";
import { Button } from "#components/ui/button.tsx";
import { Field, Input, Textarea } from "#components/ui/field.tsx";
import { Select } from "#components/ui/select.tsx";
import type { ErrorDto, Result } from "#lib/errors.ts";
import type { IndexSettings } from "#lib/services/registries/types.ts";
import { useFieldErrors } from "../connect/registry-fields.tsx";
import {
  fieldOf,
  type IndexingForm,
  type IndexingInput,
  indexingForm,
  indexingInput,
} from "./indexing-form.ts";

const schedules = ["off", "quarter", "hourly", "six_hours", "nightly"] as const;
const atOnce = ["1", "2", "3", "4"] as const;
const patterns = [
  { name: "include", example: "team/**" },
  { name: "exclude", example: "**/build-cache" },
] as const;
const hours = Array.from({ length: 24 }, (_, hour) => String(hour));

export interface IndexingFieldsProps {
  readonly registryId: string;
  readonly settings: IndexSettings;
  readonly save: (input: { registryId: string } & IndexingInput) => Promise<Result<unknown>>;
  /** Saved, or left as it was. */
  readonly onClose: () => void;
}

/** When and how the registry is read without being opened. */
export default function IndexingFields({ registryId, settings, save, onClose }: IndexingFieldsProps) {
  const t = useTranslations("registries.settings.indexing");
  const common = useTranslations("registries.settings");
  const forms = useTranslations("registries.form");
  const toast = useToast();
  const router = useRouter();
  const [form, setForm] = useState<IndexingForm>(() => indexingForm(settings));
  const [error, setError] = useState<ErrorDto | null>(null);
  const [saving, startSaving] = useTransition();
  const fields = error?.fields ?? {};
  const words = useFieldErrors(
    Object.fromEntries(Object.entries(fields).map(([path, key]) => [fieldOf(path), key])),
  );
  const change = (changes: Partial<IndexingForm>) => setForm((before) => ({ ...before, ...changes }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    startSaving(async () => {
      const result = await save({ registryId, ...indexingInput(form, settings) });
      setError(result.ok ? null : result.error);
      if (!result.ok) return;
      toast.ok({ title: common("saved") });
      router.refresh();
      onClose();
    });
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <p className="text-ink-2 text-sm">{t("help")}</p>
      <div className="grid grid-cols-2 gap-4 max-sm:grid-cols-1">
        <Field label={t("schedule")} error={words("schedule")}>
          <Select
            value={form.schedule}
            onValueChange={(schedule) => change({ schedule })}
            options={schedules.map((value) => ({ value, label: t(`every.${value}`) }))}
          />
        </Field>
        {form.schedule === "nightly" ? (
          <Field
            label={t("hour")}
            hint={t("zone", { zone: form.zone ?? settings.zone })}
            error={words("hour") ?? words("zone")}
          >
            <Select
              value={form.hour}
              onValueChange={(hour) =>
                change({ hour, zone: Intl.DateTimeFormat().resolvedOptions().timeZone })
              }
              options={hours.map((value) => ({ value, label: `${value.padStart(2, "0")}:00` }))}
            />
          </Field>
        ) : null}
        <Field label={t("concurrency")} error={words("concurrency")}>
          <Select
            value={form.concurrency}
            onValueChange={(concurrency) => change({ concurrency })}
            options={atOnce.map((value) => ({ value, label: value }))}
          />
        </Field>
        <Field label={t("rate")} hint={t("rateHint")} error={words("rate")}>
          <Input
            inputMode="numeric"
            autoComplete="off"
            value={form.rate}
            onChange={(event) => change({ rate: event.target.value })}
          />
        </Field>
      </div>
      {patterns.map(({ name, example }) => (
        <Field key={name} label={t(name)} hint={t(`${name}Hint`)} error={words(name)}>
          <Textarea
            mono
            rows={3}
            placeholder={example}
            value={form[name]}
            onChange={(event) => change({ [name]: event.target.value })}
          />
        </Field>
      ))}
      {error && !error.fields ? <ErrorState error={error} size="inline" /> : null}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" pending={saving}>
          {t("save")}
        </Button>
        <Button onClick={onClose}>{forms("cancel")}</Button>
      </div>
    </form>
  );
}
