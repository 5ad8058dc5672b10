"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useState, useTransition } from "react";
import { ErrorState } from "#components/feedback/error-state.tsx";
import { useToast } from "#components/feedback/toast.tsx";
import { Button } from "#components/ui/button.tsx";
import type { Result } from "#lib/errors.ts";
import type { ProductForm } from "#lib/registry/types.ts";
import type { RegistryDetail } from "#lib/services/registries/types.ts";
import { ConnectionTestPanel } from "../connect/connection-test.tsx";
import { connectionInput, connectsAlike, formOf, type RegistryForm } from "../connect/form-state.ts";
import { RegistryFields } from "../connect/registry-fields.tsx";
import type { TestSubject } from "../connect/use-connection-test.ts";
import { useRegistryForm } from "../connect/use-registry-form.ts";
import { ProductChoice } from "./product-choice.tsx";

export type RegistryChange = ReturnType<typeof connectionInput> & {
  readonly registryId: string;
  readonly name: string;
  readonly description: string;
};

interface SettingsFormProps {
  readonly registry: RegistryDetail;
  readonly products: readonly ProductForm[];
  readonly update: (input: RegistryChange) => Promise<Result<{ readonly hasSecret: boolean }>>;
  readonly approveTokenHost: (input: { registryId: string; tokenHost: string }) => Promise<Result<unknown>>;
}

/** Changes a registry. What is not changed is tested as it is saved, with the stored credential; changes without it. */
export function SettingsForm({ products, ...props }: SettingsFormProps) {
  const { registry } = props;
  const t = useTranslations("registries.settings");
  const form = useSettingsForm(props);
  const { values, saved, test } = form;
  const unchanged = connectsAlike(values, saved);
  const blocked = unchanged && registry.disabled ? t("testDisabled") : undefined;
  return (
    <div className="grid gap-x-14 gap-y-8 @2xl/page:grid-cols-[minmax(0,35rem)_minmax(0,29rem)]">
      <form ref={form.element} onSubmit={form.submit} noValidate className="flex flex-col gap-5">
        <ProductChoice products={products} form={values} onChange={form.change} />
        <RegistryFields
          form={values}
          onChange={form.change}
          errors={form.fields}
          hasSecret={registry.hasSecret}
        />
        {form.error ? <ErrorState error={form.error} size="inline" /> : null}
        <div className="flex flex-wrap items-center gap-2">
          <Button type="submit" variant="primary" pending={form.saving}>
            {t("save")}
          </Button>
          <Button
            pending={test.state === "running"}
            disabledReason={blocked}
            onClick={() => void form.testNow()}
          >
            {t(unchanged ? "testSaved" : "testChanges")}
          </Button>
        </div>
      </form>
      <div className="lg:sticky lg:top-6 lg:self-start">
        <ConnectionTestPanel
          test={test}
          stale={!form.holds}
          note={form.leftOutSecret ? t("withoutSecret") : undefined}
          onUseEndpoint={form.takeEndpoint}
          onApprove={form.approve}
        />
      </div>
    </div>
  );
}

function useSettingsForm({ registry, update, approveTokenHost }: Omit<SettingsFormProps, "products">) {
  const t = useTranslations("registries.settings");
  const router = useRouter();
  const toast = useToast();
  const [saved, setSaved] = useState<RegistryForm>(() => formOf(registry));
  const [saving, startSaving] = useTransition();
  const [leftOutSecret, setLeftOutSecret] = useState(false);
  const registryId = registry.id;

  // The stored secret meets the saved settings only. Changes are tested with what is typed, or without signing in.
  const subjectOf = (values: RegistryForm): TestSubject => {
    if (connectsAlike(values, saved)) return { registryId };
    const lacksSecret = values.secret === "";
    return { typed: { ...connectionInput(values), username: lacksSecret ? "" : values.username.trim() } };
  };
  const registryForm = useRegistryForm({ initial: saved, subjectOf });
  const { form: values, change, refuse } = registryForm;
  const lacksSecret = (one: RegistryForm) =>
    registry.hasSecret && one.username.trim() !== "" && one.secret === "" && !connectsAlike(one, saved);

  const save = async () => {
    const { name, description } = values;
    const result = await update({ registryId, name, description, ...connectionInput(values) });
    if (!result.ok) return refuse(result.error);
    const kept = { ...values, secret: "", keySecret: "" };
    setSaved(kept);
    change(kept);
    toast.ok({ title: t("saved") });
    router.refresh();
  };
  const approve = async (tokenHost: string) => {
    if (!connectsAlike(values, saved)) return registryForm.approve(tokenHost);
    const result = await approveTokenHost({ registryId, tokenHost });
    if (!result.ok) return refuse(result.error);
    const approved = { ...values, tokenHosts: [...new Set([...values.tokenHosts, tokenHost])] };
    setSaved(approved);
    change(approved);
    void registryForm.startTest(approved, { registryId });
  };
  return {
    ...registryForm,
    values,
    saved,
    saving,
    leftOutSecret,
    submit: (event: FormEvent) => {
      event.preventDefault();
      startSaving(save);
    },
    testNow: () => {
      setLeftOutSecret(lacksSecret(values));
      return registryForm.testNow();
    },
    approve: (tokenHost: string) => void approve(tokenHost),
  };
}
