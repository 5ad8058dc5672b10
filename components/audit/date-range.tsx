"use client";

import { CalendarDays } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "../ui/button.tsx";
import { Field, Input } from "../ui/field.tsx";
import { Popover } from "../ui/popover.tsx";
import { useTypedParam } from "../ui/use-url-params.ts";

/** From one day to another, in the address like every filter. */
export function DateRange() {
  const t = useTranslations("audit.filters");
  const [from, setFrom] = useTypedParam("from");
  const [to, setTo] = useTypedParam("to");
  const chosen = from || to;
  return (
    <Popover
      label={t("range")}
      trigger={
        <Button>
          <CalendarDays aria-hidden="true" />
          {chosen ? [from || "…", to || "…"].join(" – ") : t("range")}
        </Button>
      }
    >
      <div className="flex w-56 flex-col gap-3 p-1">
        <Field label={t("rangeFrom")}>
          <Input
            type="date"
            value={from}
            max={to || undefined}
            onChange={(event) => setFrom(event.target.value)}
          />
        </Field>
        <Field label={t("rangeTo")}>
          <Input
            type="date"
            value={to}
            min={from || undefined}
            onChange={(event) => setTo(event.target.value)}
          />
        </Field>
        {chosen ? (
          <Button
            size="sm"
            onClick={() => {
              setFrom("");
              setTo("");
            }}
          >
            {t("clearRange")}
          </Button>
        ) : null}
      </div>
    </Popover>
  );
}
