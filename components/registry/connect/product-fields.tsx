import { useTranslations } from "next-intl";
import { Field, Input } from "#components/ui/field.tsx";
import type { ProductId } from "#lib/registry/types.ts";
import type { RegistryForm } from "./form-state.ts";

/** Those that list by namespaces; the messages hold words for each. */
type SpacedProduct = Extract<
  ProductId,
  | "docker-hub"
  | "harbor"
  | "gitlab"
  | "ghcr"
  | "quay"
  | "gitea"
  | "google"
  | "aliyun-acr"
  | "tencent-tcr"
  | "huawei-swr"
>;

interface ProductFieldsProps {
  readonly form: RegistryForm;
  readonly onChange: (form: RegistryForm) => void;
  /** The sentence for a field's error. */
  readonly words: (field: string) => string | undefined;
}

/** What only this product asks for, each with where to find it. */
export function ProductFields(props: ProductFieldsProps) {
  const t = useTranslations("registries.form.own");
  const optional = useTranslations("registries.form")("optional");
  const { settings } = props.form;
  if (settings === "ecr") {
    return (
      <>
        <OwnField {...props} name="region" label={t("ecr.region")} hint={t("ecr.regionHint")} />
        <OwnField
          {...props}
          name="accountId"
          label={t("ecr.account")}
          hint={t("ecr.accountHint")}
          aside={optional}
        />
      </>
    );
  }
  const product = props.form.product as SpacedProduct;
  return (
    <>
      {settings === "gitlab" ? (
        <OwnField {...props} name="api" label={t("api")} hint={t("apiHint")} inputMode="url" />
      ) : null}
      {settings === "instance" ? <InstanceFields {...props} /> : null}
      <OwnField
        {...props}
        name="namespaces"
        label={t(`${product}.label`)}
        hint={t(`${product}.hint`)}
        aside={optional}
      />
    </>
  );
}

/** A cloud's instance where its address does not tell it. */
function InstanceFields(props: ProductFieldsProps) {
  const t = useTranslations("registries.form.own");
  const optional = useTranslations("registries.form")("optional");
  const product = props.form.product as "aliyun-acr" | "tencent-tcr";
  return (
    <>
      <OwnField
        {...props}
        name="instance"
        label={t("instance")}
        hint={t(`${product}.instance`)}
        aside={optional}
      />
      {product === "aliyun-acr" ? (
        <OwnField {...props} name="region" label={t("region")} hint={t("regionHint")} aside={optional} />
      ) : null}
    </>
  );
}

interface OwnFieldProps extends ProductFieldsProps {
  readonly name: "api" | "namespaces" | "region" | "accountId" | "instance";
  readonly label: string;
  readonly hint: string;
  readonly aside?: string;
  readonly inputMode?: "url";
}

function OwnField({ form, onChange, words, name, label, hint, aside, inputMode }: OwnFieldProps) {
  return (
    <Field label={label} aside={aside} hint={hint} error={words(name)}>
      <Input
        mono
        autoComplete="off"
        inputMode={inputMode}
        value={form[name]}
        maxLength={name === "namespaces" ? 4000 : 300}
        onChange={(event) => onChange({ ...form, [name]: event.target.value })}
      />
    </Field>
  );
}
