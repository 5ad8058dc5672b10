"use client";

import { useTranslations } from "next-intl";
import { lazy, Suspense, useState } from "react";
import type { ProductForm } from "#lib/registry/types.ts";
import { type RegistryForm, withProduct } from "../connect/form-state.ts";

const RadioTiles = lazy(async () => ({
  default: (await import("#components/ui/radio-tiles.tsx")).RadioTiles,
}));

interface ProductChoiceProps {
  readonly products: readonly ProductForm[];
  readonly form: RegistryForm;
  readonly onChange: (form: RegistryForm) => void;
}

/** What the registry is, and the others it might be: rarely wanted, so they come when they are asked for. */
export function ProductChoice({ products, form, onChange }: ProductChoiceProps) {
  const t = useTranslations("registries");
  const [open, setOpen] = useState(false);
  return (
    <div className="flex flex-col gap-2 text-sm">
      <p className="flex items-baseline justify-between gap-3">
        <span>
          <span className="font-medium">{t("form.product")}</span>
          <span className="ml-3 text-ink-2">{t(`product.${form.product}`)}</span>
        </span>
        {open ? null : (
          <button
            type="button"
            className="thumb relative shrink-0 rounded-sm text-ink-2 underline-offset-4 hover:underline"
            onClick={() => setOpen(true)}
          >
            {t("settings.changeProduct")}
          </button>
        )}
      </p>
      {open ? (
        <Suspense fallback={null}>
          <RadioTiles
            name="product"
            legend={t("form.product")}
            value={form.product}
            onValueChange={(value) => {
              const chosen = products.find((one) => one.product === value);
              if (chosen) onChange(withProduct(form, chosen));
            }}
            tiles={products.map(({ product }) => ({ value: product, label: t(`product.${product}`) }))}
          />
          <p className="text-ink-2">{t("settings.changeProductNote")}</p>
        </Suspense>
      ) : null}
    </div>
  );
}
