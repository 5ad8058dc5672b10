"use client";

import { useTranslations } from "next-intl";
import { useRef } from "react";
import { getJson } from "#components/data-table/request.ts";
import { Callout } from "#components/ui/callout.tsx";
import { Combobox } from "#components/ui/combobox.tsx";
import { Field, Input } from "#components/ui/field.tsx";
import type { TagSuggestion } from "#lib/services/images/complete.ts";
import { type PullFields, typedRegistry } from "./pull-form.ts";
import { useFieldError } from "./use-field-error.ts";

interface PullReferenceProps {
  fields: PullFields;
  onChange: (change: Partial<PullFields>) => void;
  /** What the tag that stands in the field is for, as soon as the index tells. */
  onPlatforms: (platforms: readonly string[]) => void;
  errors: Readonly<Record<string, string>>;
}

const firstTags = 3;

/** One tag, one digest, or, said explicitly, every tag. */
export function PullReference({ fields, onChange, onPlatforms, errors }: PullReferenceProps) {
  const t = useTranslations("hosts.pull");
  const fieldError = useFieldError();
  const known = useRef(new Map<string, TagSuggestion>());

  if (fields.kind === "allTags") {
    return (
      <Callout tone="warn" title={t("allTagsTitle")}>
        {t("allTagsHelp")}
      </Callout>
    );
  }
  if (fields.kind === "digest") {
    return (
      <Field label={t("digest")} error={fieldError(errors["reference.digest"])}>
        <Input
          mono
          autoComplete="off"
          placeholder="sha256:…"
          value={fields.digest}
          onChange={(event) => onChange({ digest: event.target.value })}
        />
      </Field>
    );
  }
  const load = async (text: string, signal: AbortSignal) => {
    if (fields.registryId === typedRegistry || fields.registryId === "" || fields.repository === "")
      return [];
    const query = new URLSearchParams({
      registryId: fields.registryId,
      repository: fields.repository,
      text,
    });
    const tags = await getJson<readonly TagSuggestion[]>(`/api/v1/images/tags?${query}`, signal);
    known.current = new Map(tags.map((tag) => [tag.name, tag]));
    onPlatforms(known.current.get(text)?.platforms ?? []);
    // What stands there whole needs no completing: the list would only cover the next field.
    return tags
      .filter(({ name }) => name !== text)
      .map(({ name, platforms }) => ({
        value: name,
        hint:
          platforms.length > firstTags
            ? `${platforms.slice(0, firstTags).join(", ")} …`
            : platforms.join(", "),
      }));
  };
  return (
    <Field label={t("tag")} error={fieldError(errors["reference.tag"])}>
      <Combobox
        value={fields.tag}
        onValueChange={(tag) => onChange({ tag })}
        onPick={({ value }) => onPlatforms(known.current.get(value)?.platforms ?? [])}
        load={load}
      />
    </Field>
  );
}
