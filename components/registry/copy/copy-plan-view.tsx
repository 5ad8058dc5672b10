"use client";

import { useTranslations } from "next-intl";
import { Badge, type Tone } from "#components/ui/badge.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { CheckboxField } from "#components/ui/checkbox.tsx";
import { Digest } from "#components/ui/digest.tsx";
import { shortDigests } from "#lib/format.ts";
import type { CopyPlan, CopyTarget, PlannedImage } from "#lib/services/copies/plan-copy.ts";
import { type CopyFields, fateOf, replaced } from "./copy-form.ts";

interface CopyPlanViewProps {
  plan: CopyPlan;
  fields: CopyFields;
  target: CopyTarget | undefined;
  agreed: boolean;
  onAgree: (agreed: boolean) => void;
}

const tones: Record<PlannedImage["state"], Tone> = {
  new: "ok",
  same: "neutral",
  replaces: "warn",
  hidden: "warn",
};

/** What the order will do, tag by tag: what stands here is what is ordered. */
export function CopyPlanView({ plan, fields, target, agreed, onAgree }: CopyPlanViewProps) {
  const t = useTranslations("tags.copyTo");
  const over = replaced(plan, fields);
  const hidden = over.some((image) => image.state === "hidden");
  const digests = plan.images.flatMap(({ digest, over: there }) =>
    there === null ? [digest] : [digest, there],
  );
  const short = new Map(shortDigests(digests).map((text, at) => [digests[at], text]));
  return (
    <section aria-label={t("plan.label")} className="flex flex-col gap-3">
      <ul className="max-h-52 overflow-y-auto border-line border-y text-sm">
        {plan.images.map((image) => {
          const fate = fateOf(image, fields);
          return (
            <li
              key={image.source}
              className="flex flex-wrap items-center gap-x-3 gap-y-1 border-line border-b py-2 last:border-b-0"
            >
              <span className="wrap-anywhere min-w-0 flex-1 font-mono font-semibold">{image.tag}</span>
              <span className="flex items-center gap-1.5 text-ink-3 text-xs">
                {image.over !== null && fate === "replaces" ? (
                  <>
                    <Digest value={image.over} short={short.get(image.over) ?? image.over} bare />
                    <span aria-hidden="true">→</span>
                    <span className="sr-only">{t("plan.becomes")}</span>
                  </>
                ) : null}
                {fields.some ? (
                  t("plan.newDigest")
                ) : (
                  <Digest value={image.digest} short={short.get(image.digest) ?? image.digest} bare />
                )}
              </span>
              <Badge tone={tones[fate]}>{t(`plan.${fate}`)}</Badge>
            </li>
          );
        })}
      </ul>
      {over.length > 0 ? (
        <Callout tone="warn" title={t("plan.replacing", { count: over.length })}>
          <p className="pb-2">
            {t(hidden ? "plan.hiddenHelp" : "plan.replacingHelp", { count: over.length })}
          </p>
          <CheckboxField
            label={t("plan.agree", { count: over.length, registry: target?.name ?? "" })}
            checked={agreed}
            onChange={(event) => onAgree(event.target.checked)}
          />
        </Callout>
      ) : null}
    </section>
  );
}
