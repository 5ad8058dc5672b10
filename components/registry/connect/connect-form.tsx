"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useTransition } from "react";
import { ErrorState } from "#components/feedback/error-state.tsx";
import { useToast } from "#components/feedback/toast.tsx";
import { Button } from "#components/ui/button.tsx";
import { RadioTiles } from "#components/ui/radio-tiles.tsx";
import type { Result } from "#lib/errors.ts";
import type { ProductForm } from "#lib/registry/types.ts";
import { registryHref } from "../../hrefs.ts";
import { ConnectionTestPanel } from "./connection-test.tsx";
import { type ConnectionInput, connectionInput, emptyForm, withProduct } from "./form-state.ts";
import { RegistryFields } from "./registry-fields.tsx";
import { useRegistryForm } from "./use-registry-form.ts";

/** What connecting takes: the connection, and what it is called. */
export type NewRegistry = ConnectionInput & { readonly name: string; readonly description: string };

interface ConnectFormProps {
  /** The products there are adapters for, in the order they are offered. */
  readonly products: readonly ProductForm[];
  readonly create: (input: NewRegistry) => Promise<Result<{ readonly registryId: string }>>;
}

/** Connects a registry: what is typed is tested first, and a test that fails is shown before anything is saved. */
export function ConnectForm({ products, create }: ConnectFormProps) {
  const t = useTranslations("registries.form");
  const product = useTranslations("registries.product");
  const router = useRouter();
  const toast = useToast();
  const [connecting, startConnecting] = useTransition();
  const registry = useRegistryForm({
    initial: emptyForm,
    subjectOf: (values) => ({ typed: connectionInput(values) }),
  });
  const { form, change, test, holds } = registry;
  const failed = holds && test.state === "failed" && test.steps.length > 0;

  const connect = async () => {
    if (!holds || test.state !== "passed") {
      // "Connect anyway" was pressed only when this test of these values failed on the screen.
      const report = failed ? null : await registry.testNow();
      if (!failed && !report?.ok) return;
    }
    const { name, description } = form;
    const result = await create({ ...connectionInput(form), name, description });
    if (!result.ok) return registry.refuse(result.error);
    toast.ok({ title: t("connected", { name: name.trim() }) });
    router.push(registryHref(result.data.registryId));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    startConnecting(connect);
  };

  return (
    <div className="grid gap-x-14 gap-y-8 @2xl/page:grid-cols-[minmax(0,35rem)_minmax(0,29rem)]">
      <form ref={registry.element} onSubmit={submit} noValidate className="flex flex-col gap-5">
        <RadioTiles
          name="product"
          legend={t("product")}
          value={form.product}
          onValueChange={(value) => {
            const chosen = products.find((one) => one.product === value);
            if (chosen) change(withProduct(form, chosen));
          }}
          tiles={products.map(({ product: value }) => ({ value, label: product(value) }))}
        />
        <RegistryFields form={form} onChange={change} errors={registry.fields} />
        {registry.error ? <ErrorState error={registry.error} size="inline" /> : null}
        {failed ? <p className="text-ink-2 text-sm">{t("submitAnywayNote")}</p> : null}
        <div className="flex flex-wrap items-center gap-2">
          <Button type="submit" variant="primary" pending={connecting}>
            {t(failed ? "submitAnyway" : "submit")}
          </Button>
          <Button pending={test.state === "running" && !connecting} onClick={() => void registry.testNow()}>
            {t(test.state === "idle" ? "test" : "testAgain")}
          </Button>
          <Button variant="ghost" asChild>
            <Link href="/registries">{t("cancel")}</Link>
          </Button>
        </div>
      </form>
      <div className="lg:sticky lg:top-6 lg:self-start">
        <ConnectionTestPanel
          test={test}
          stale={!holds}
          onUseEndpoint={registry.takeEndpoint}
          onApprove={registry.approve}
        />
      </div>
    </div>
  );
}
