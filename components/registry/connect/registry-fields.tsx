"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Callout } from "#components/ui/callout.tsx";
import { CheckboxField } from "#components/ui/checkbox.tsx";
import { Field, Input } from "#components/ui/field.tsx";
import type { ErrorDto } from "#lib/errors.ts";
import { CertificateField } from "./certificate-field.tsx";
import { cloudOf } from "./clouds.ts";
import { endpointOf, hasSecondKey, type RegistryForm, withAddress, withPlainHttp } from "./form-state.ts";
import { ProductFields } from "./product-fields.tsx";

interface RegistryFieldsProps {
  readonly form: RegistryForm;
  readonly onChange: (form: RegistryForm) => void;
  readonly errors: NonNullable<ErrorDto["fields"]>;
  /** A secret is stored: leaving the field empty keeps it. */
  readonly hasSecret?: boolean;
}

/** The fields of a registry, for connecting one and for changing it. */
export function RegistryFields({ form, onChange, errors, hasSecret = false }: RegistryFieldsProps) {
  const t = useTranslations("registries.form");
  const words = useFieldErrors(errors);
  const hub = form.product === "docker-hub";
  const cloud = cloudOf(form.product);
  const addressHint = cloud === undefined ? t("addressHint") : t(`clouds.${cloud}.address`);
  return (
    <div className="flex flex-col gap-4">
      <Field label={t("name")} error={words("name")} required>
        <Input
          autoComplete="off"
          value={form.name}
          maxLength={80}
          onChange={(event) =>
            onChange({ ...form, name: event.target.value, nameTouched: event.target.value !== "" })
          }
        />
      </Field>
      <Field label={t("address")} error={words("endpoint")} hint={hub ? undefined : addressHint} required>
        <Input
          mono
          autoComplete="off"
          inputMode="url"
          readOnly={hub}
          value={hub ? t("hubAddress") : form.address}
          onChange={(event) => onChange(withAddress(form, event.target.value))}
        />
      </Field>
      {hub ? <Callout tone="info">{t("hubNote")}</Callout> : null}
      {form.settings === "none" ? null : <ProductFields form={form} onChange={onChange} words={words} />}
      <CredentialFields form={form} onChange={onChange} errors={errors} hasSecret={hasSecret} />
      {hub || form.plainHttp ? null : (
        <CertificateField
          value={form.caCertificate}
          onChange={(caCertificate) => onChange({ ...form, caCertificate })}
          error={words("caCertificate")}
        />
      )}
      {hub ? null : <Switches form={form} onChange={onChange} />}
      <Field label={t("description")} aside={t("optional")} error={words("description")}>
        <Input
          autoComplete="off"
          value={form.description}
          maxLength={1000}
          onChange={(event) => onChange({ ...form, description: event.target.value })}
        />
      </Field>
    </div>
  );
}

/** The sentence for a field's error, by the server's key. */
export function useFieldErrors(
  errors: NonNullable<ErrorDto["fields"]>,
): (field: string) => string | undefined {
  const t = useTranslations("validation");
  return (field) => {
    const key = errors[field];
    return key === undefined ? undefined : t(key);
  };
}

function CredentialFields({ form, onChange, errors, hasSecret = false }: RegistryFieldsProps) {
  const t = useTranslations("registries.form");
  const words = useFieldErrors(errors);
  const hub = form.product === "docker-hub";
  const cloud = cloudOf(form.product);
  const keeps = hasSecret && form.username.trim() !== "";
  const hint = hasSecret ? t(keeps ? "secretKeep" : "secretWillGo") : t("secretAnonymous");
  return (
    <>
      <Field
        label={t(hub ? "usernameHub" : "username")}
        hint={cloud && t(`clouds.${cloud}.login`)}
        error={words("username")}
      >
        <Input
          mono
          // Not the user's own account: a password manager must not offer it here.
          autoComplete="off"
          value={form.username}
          maxLength={255}
          onChange={(event) => onChange({ ...form, username: event.target.value })}
        />
      </Field>
      <Field label={t(hub ? "secretHub" : "secret")} error={words("secret")} hint={hint}>
        <Input
          mono
          type="password"
          autoComplete="new-password"
          value={form.secret}
          placeholder={keeps ? "••••••••••••" : undefined}
          onChange={(event) => onChange({ ...form, secret: event.target.value })}
        />
      </Field>
      {hasSecondKey(form.product) ? (
        <SecondKeyFields form={form} onChange={onChange} errors={errors} hasSecret={keeps} />
      ) : null}
    </>
  );
}

/** For a product whose API takes a key and whose /v2/ takes docker's login. */
function SecondKeyFields({ form, onChange, errors, hasSecret = false }: RegistryFieldsProps) {
  const t = useTranslations("registries.form");
  const words = useFieldErrors(errors);
  return (
    <>
      <Field label={t("keyId")} aside={t("optional")} hint={t("keyIdHint")} error={words("keyId")}>
        <Input
          mono
          autoComplete="off"
          value={form.keyId}
          maxLength={100}
          onChange={(event) => onChange({ ...form, keyId: event.target.value })}
        />
      </Field>
      {form.keyId.trim() === "" ? null : (
        <Field label={t("keySecret")} hint={t("keySecretHint")} error={words("keySecret")}>
          <Input
            mono
            type="password"
            autoComplete="new-password"
            value={form.keySecret}
            placeholder={hasSecret ? "••••••••••••" : undefined}
            onChange={(event) => onChange({ ...form, keySecret: event.target.value })}
          />
        </Field>
      )}
    </>
  );
}

function Switches({ form, onChange }: Pick<RegistryFieldsProps, "form" | "onChange">) {
  const t = useTranslations("registries.form");
  const warnings: ReactNode[] = [
    form.skipTlsVerify && !form.plainHttp ? t("skipTlsVerifyWarning") : null,
    form.plainHttp ? t("plainHttpWarning") : null,
  ].filter(Boolean);
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap gap-x-6 gap-y-2">
        {form.plainHttp ? null : (
          <CheckboxField
            label={t("skipTlsVerify")}
            checked={form.skipTlsVerify}
            onChange={(event) => onChange({ ...form, skipTlsVerify: event.target.checked })}
          />
        )}
        <CheckboxField
          label={t("plainHttp")}
          checked={form.plainHttp}
          onChange={(event) => onChange(withPlainHttp(form, event.target.checked))}
        />
        <CheckboxField
          label={t("allowPrivate")}
          checked={form.allowPrivate}
          onChange={(event) => onChange({ ...form, allowPrivate: event.target.checked })}
        />
      </div>
      {form.allowPrivate ? null : <p className="text-ink-2 text-sm">{t("allowPrivateHint")}</p>}
      {warnings.map((warning) => (
        <Callout key={String(warning)} tone="warn">
          {warning}
        </Callout>
      ))}
      <TokenHosts form={form} onChange={onChange} />
    </div>
  );
}

/** Approved by name, and withdrawn the same way. */
function TokenHosts({ form, onChange }: Pick<RegistryFieldsProps, "form" | "onChange">) {
  const t = useTranslations("registries.form");
  if (form.tokenHosts.length === 0 || endpointOf(form) === "") return null;
  return (
    <div className="text-sm">
      <p className="font-medium">{t("tokenHosts")}</p>
      <ul>
        {form.tokenHosts.map((host) => (
          <li key={host} className="flex items-center justify-between gap-3 py-1">
            <code className="min-w-0 break-all">{host}</code>
            <button
              type="button"
              className="thumb relative shrink-0 text-ink-2 text-sm underline-offset-4 hover:underline"
              onClick={() => onChange({ ...form, tokenHosts: form.tokenHosts.filter((one) => one !== host) })}
            >
              {t("tokenHostRemove")}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
