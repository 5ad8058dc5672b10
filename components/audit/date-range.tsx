"use client";

import { CalendarDays } from "lucide-react";
import { useTranslations } from "next-intl";
import { parseAsString, useQueryStates } from "nuqs";
import { Button } from "../ui/button.tsx";
import { Field, Input } from "../ui/field.tsx";
import { Popover } from "../ui/popover.tsx";

const days = { from: parseAsString, to: parseAsString };

/** From one day to another, in the address like every filter. */
export function DateRange() {
  const t = useTranslations("audit.filters");
  const [{ from, to }, setRange] = useQueryStates(days, { history: "replace" });
  const chosen = from || to;
  return (
    <Popover
      label={t("range")}
      trigger={
        <Button>
          <CalendarDays aria-hidden="true" />
          {chosen ? [from ?? "…", to ?? "…"].join(" – ") : t("range")}
        </Button>
      }
    >
      <div className="flex w-56 flex-col gap-3 p-1">
        <Field label={t("rangeFrom")}>
          <Input
            type="date"
            value={from ?? ""}
            max={to ?? undefined}
            onChange={(event) => void setRange({ from: event.target.value || null })}
          />
        </Field>
        <Field label={t("rangeTo")}>
          <Input
            type="date"
            value={to ?? ""}
            min={from ?? undefined}
            onChange={(event) => void setRange({ to: event.target.value || null })}
          />
        </Field>
        {chosen ? (
          <Button size="sm" onClick={() => void setRange({ from: null, to: null })}>
            {t("clearRange")}
          </Button>
        ) : null}
      </div>
    </Popover>
  );
}
