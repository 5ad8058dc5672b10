"use client";

import { useTranslations } from "next-intl";
import { getJson } from "#components/data-table/request.ts";
import { useFieldError } from "#components/docker/use-field-error.ts";
import { CheckboxField } from "#components/ui/checkbox.tsx";
import { Combobox } from "#components/ui/combobox.tsx";
import { Field, Input } from "#components/ui/field.tsx";
import { SegmentedControl } from "#components/ui/radio-tiles.tsx";
import { Select } from "#components/ui/select.tsx";
import type { CopyTarget } from "#lib/services/copies/plan-copy.ts";
import { type CopyFields, type CopyPreset, isSingle } from "./copy-form.ts";

interface CopyFieldsetProps {
  fields: CopyFields;
  onChange: (change: Partial<CopyFields>) => void;
  preset: CopyPreset;
  targets: readonly CopyTarget[];
  /** Path of a field to a key of the validation messages. */
  errors: Readonly<Record<string, string>>;
}

/** The target, and how much of the source. */
export function CopyFieldset({ fields, onChange, preset, targets, errors }: CopyFieldsetProps) {
  const t = useTranslations("tags.copyTo");
  const fieldError = useFieldError();
  const target = targets.find(({ registryId }) => registryId === fields.registryId);
  const load = async (text: string, signal: AbortSignal) => {
    if (!target) return [];
    const query = new URLSearchParams({ registryId: target.registryId, text });
    const names = await getJson<readonly string[]>(`/api/v1/images/repositories?${query}`, signal);
    // What stands there whole needs no completing: the list would only cover the next field.
    return names.filter((name) => name !== text).map((value) => ({ value }));
  };
  return (
    <>
      <Field label={t("registry")}>
        <Select
          value={fields.registryId}
          placeholder={t("registryPlaceholder")}
          onValueChange={(registryId) => onChange({ registryId })}
          options={targets.map(({ registryId, name }) => ({
            value: registryId,
            label: registryId === preset.registryId ? t("sameRegistry", { name }) : name,
          }))}
        />
      </Field>
      <Field label={t("repository")} error={fieldError(errors.toRepository)} hint={t("repositoryHint")}>
        <Combobox
          prefix={target ? `${target.host}/` : ""}
          value={fields.repository}
          onValueChange={(repository) => onChange({ repository })}
          load={load}
        />
      </Field>
      {isSingle(preset) ? (
        <Field label={t("tag")} error={fieldError(errors.toTag)}>
          <Input
            mono
            autoComplete="off"
            value={fields.tag}
            onChange={(event) => onChange({ tag: event.target.value })}
          />
        </Field>
      ) : null}
      {preset.platforms.length > 1 ? (
        <Platforms fields={fields} onChange={onChange} platforms={preset.platforms} />
      ) : null}
      <CheckboxField
        label={t("referrers")}
        hint={t("referrersHint")}
        checked={fields.referrers}
        onChange={(event) => onChange({ referrers: event.target.checked })}
      />
    </>
  );
}

interface PlatformsProps extends Pick<CopyFieldsetProps, "fields" | "onChange"> {
  platforms: readonly string[];
}

function Platforms({ fields, onChange, platforms }: PlatformsProps) {
  const t = useTranslations("tags.copyTo");
  const toggle = (platform: string, on: boolean) =>
    onChange({
      platforms: platforms.filter((one) => (one === platform ? on : fields.platforms.includes(one))),
    });
  return (
    <div className="flex flex-col gap-2.5">
      <span className="font-medium text-ink text-sm">{t("platforms")}</span>
      <SegmentedControl
        name="copy-platforms"
        label={t("platforms")}
        value={fields.some ? "some" : "all"}
        onValueChange={(value) => onChange({ some: value === "some" })}
        options={[
          { value: "all", label: t("allPlatforms", { count: String(platforms.length) }) },
          { value: "some", label: t("somePlatforms") },
        ]}
      />
      {fields.some ? (
        <fieldset className="flex flex-col gap-2">
          <legend className="sr-only">{t("platforms")}</legend>
          <div className="grid max-h-40 gap-x-4 gap-y-1.5 overflow-y-auto font-mono sm:grid-cols-2">
            {platforms.map((platform) => (
              <CheckboxField
                key={platform}
                label={platform}
                checked={fields.platforms.includes(platform)}
                onChange={(event) => toggle(platform, event.target.checked)}
              />
            ))}
          </div>
          <p className="text-ink-3 text-xs">{t("somePlatformsHint")}</p>
        </fieldset>
      ) : null}
    </div>
  );
}
