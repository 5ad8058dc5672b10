import { useTranslations } from "next-intl";
import { Field, Input } from "#components/ui/field.tsx";
import type { ProductId } from "#lib/registry/types.ts";
import type { RegistryForm } from "./form-state.ts";

/** Those with settings at all; the messages hold words for each. */
type SettledProduct = Extract<ProductId, "docker-hub" | "harbor" | "gitlab" | "ghcr" | "quay" | "gitea">;

interface ProductFieldsProps {
  readonly form: RegistryForm;
  readonly onChange: (form: RegistryForm) => void;
  /** The sentence for a field's error. */
  readonly words: (field: string) => string | undefined;
}

/** What only this product asks for, each with where to find it. */
export function ProductFields({ form, onChange, words }: ProductFieldsProps) {
  const t = useTranslations("registries.form.own");
  const optional = useTranslations("registries.form")("optional");
  const product = form.product as SettledProduct;
  return (
    <>
      {form.settings === "gitlab" ? (
        <Field label={t("api")} hint={t("apiHint")} error={words("api")}>
          <Input
            mono
            autoComplete="off"
            inputMode="url"
            value={form.api}
            maxLength={300}
            onChange={(event) => onChange({ ...form, api: event.target.value })}
          />
        </Field>
      ) : null}
      <Field
        label={t(`${product}.label`)}
        aside={optional}
        hint={t(`${product}.hint`)}
        error={words("namespaces")}
      >
        <Input
          mono
          autoComplete="off"
          value={form.namespaces}
          maxLength={4000}
          onChange={(event) => onChange({ ...form, namespaces: event.target.value })}
        />
      </Field>
    </>
  );
}
