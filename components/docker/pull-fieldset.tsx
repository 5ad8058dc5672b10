"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { strong } from "#components/registry/strong.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { CodeBlock } from "#components/ui/copy.tsx";
import { Field } from "#components/ui/field.tsx";
import { SegmentedControl } from "#components/ui/radio-tiles.tsx";
import { Select } from "#components/ui/select.tsx";
import type { HostSummary } from "#lib/services/hosts/types.ts";
import type { PullChoice } from "#lib/services/images/complete.ts";
import { useHostName } from "./host-name.ts";
import { commandOf, missing, type PullFields, typedRegistry } from "./pull-form.ts";
import { PullReference } from "./pull-reference.tsx";
import { RepositoryField } from "./repository-field.tsx";

export interface PullFieldsetProps {
  fields: PullFields;
  onChange: (change: Partial<PullFields>) => void;
  choices: readonly PullChoice[];
  hosts: readonly HostSummary[];
  /** Known from the page it was opened from. */
  platforms: readonly string[];
  /** Path of a field to a key of the validation messages. */
  errors: Readonly<Record<string, string>>;
}

/** Where from, what, and with whose account. */
export function PullFieldset({
  fields,
  onChange,
  choices,
  hosts,
  platforms: given,
  errors,
}: PullFieldsetProps) {
  const t = useTranslations("hosts.pull");
  const hostName = useHostName();
  const [platforms, setPlatforms] = useState(given);
  const choice = choices.find(({ registryId }) => registryId === fields.registryId);
  const change = (next: Partial<PullFields>) => onChange({ ...next, platform: next.platform ?? "" });
  // Another image has other platforms.
  const changeImage = (next: Partial<PullFields>) => {
    setPlatforms([]);
    change(next);
  };
  return (
    <>
      {hosts.length > 1 ? (
        <Field label={t("host")}>
          <Select
            value={fields.hostId}
            onValueChange={(hostId) => onChange({ hostId })}
            options={hosts.map(({ id, name }) => ({ value: id, label: hostName(name) }))}
          />
        </Field>
      ) : null}
      <Field label={t("registry")} {...(choices.length === 0 ? { hint: t("noRegistries") } : {})}>
        <Select
          value={fields.registryId}
          placeholder={t("registryPlaceholder")}
          onValueChange={(registryId) => changeImage({ registryId, repository: "", tag: "", digest: "" })}
          options={[
            ...choices.map(({ registryId, name, pullable }) => ({
              value: registryId,
              label: pullable ? name : `${name} (${t("prefixed")})`,
              disabled: !pullable,
            })),
            { value: typedRegistry, label: t("typed") },
          ]}
        />
      </Field>
      <RepositoryField fields={fields} choice={choice} error={errors.repository} onChange={changeImage} />
      <div className="flex flex-col gap-2.5">
        <SegmentedControl
          name="pull-kind"
          label={t("what")}
          value={fields.kind}
          onValueChange={(kind) => change({ kind })}
          options={[
            { value: "tag", label: t("byTag") },
            { value: "digest", label: t("byDigest") },
            { value: "allTags", label: t("allTags") },
          ]}
        />
        <PullReference fields={fields} onChange={changeImage} onPlatforms={setPlatforms} errors={errors} />
      </div>
      {platforms.length > 1 && fields.kind !== "allTags" ? (
        <Field label={t("platform")}>
          <Select
            value={fields.platform || "own"}
            onValueChange={(platform) => onChange({ platform: platform === "own" ? "" : platform })}
            options={[
              { value: "own", label: t("platformOwn") },
              ...platforms.map((platform) => ({ value: platform, label: platform })),
            ]}
          />
        </Field>
      ) : null}
      {fields.registryId === "" ? null : (
        <Callout tone="tip">
          {choice?.username
            ? t.rich("account", { username: choice.username, registry: choice.name, ...strong })
            : t("anonymous")}
        </Callout>
      )}
      {missing(fields) ? null : <CodeBlock code={commandOf(fields, choice)} label={t("command")} />}
    </>
  );
}
