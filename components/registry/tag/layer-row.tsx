"use client";

import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { Bytes } from "#components/ui/bytes.tsx";
import { cn } from "#components/ui/cn.ts";
import { Digest } from "#components/ui/digest.tsx";
import { ForeignText } from "#components/ui/foreign-text.tsx";
import { bodyCell, rowLine } from "#components/ui/section.tsx";
import { formatPercent } from "#lib/format.ts";
import type { LayerSharing, LayerStepView } from "#lib/services/tags/index.ts";

interface LayerRowProps {
  step: LayerStepView;
  /** Bytes of the largest layer: the longest bar. */
  largest: number;
  /** Bytes of all layers. */
  total: number;
}

/** Bars grow from one's own (dark) to what everybody has (pale); the words beside say the same. */
function barTone(sharedWith: number): string {
  if (sharedWith >= 100) return "bg-chart-4";
  if (sharedWith >= 10) return "bg-chart-3";
  return sharedWith > 0 ? "bg-chart-2" : "bg-chart-1";
}

function sharingKey({ registry, more }: LayerSharing) {
  if (more) return "sharedWithMore";
  return registry > 0 ? "sharedWith" : "onlyHere";
}

/** One step; a long line opens on click. */
export default function LayerRow({ step, largest, total }: LayerRowProps) {
  const t = useTranslations("tags.layers");
  const locale = useLocale();
  const [open, setOpen] = useState(false);
  const { layer } = step;
  const text = step.text || (step.instruction === null ? t("unknownStep") : "");
  const quiet = layer === null;
  const sharing = layer?.sharing;
  return (
    <tr className={cn(rowLine, "stacked:grid stacked:grid-cols-[auto_minmax(0,1fr)_auto] stacked:py-2")}>
      <td
        className={cn(
          bodyCell,
          "align-top font-mono font-semibold leading-9 stacked:h-auto stacked:px-0 stacked:leading-6",
          quiet ? "text-ink-3" : "text-ink",
        )}
      >
        {step.instruction ?? ""}
      </td>
      <td className={cn(bodyCell, "align-top stacked:h-auto")}>
        <button
          type="button"
          aria-expanded={open}
          title={open ? undefined : t("expand")}
          onClick={() => setOpen(!open)}
          className={cn(
            "block max-w-full text-left font-mono text-xs leading-9 pointer-coarse:relative pointer-coarse:-my-2 pointer-coarse:py-2 stacked:leading-6",
            quiet ? "text-ink-3" : "text-ink",
            step.text === "" && "font-sans text-ink-3",
            open ? "whitespace-pre-wrap py-2 leading-5 [overflow-wrap:anywhere]" : "truncate",
          )}
        >
          <ForeignText text={text} whole />
        </button>
        {open && step.comment ? (
          <p className="pb-1 text-ink-3 text-xs">
            <ForeignText text={step.comment} />
          </p>
        ) : null}
        {open && layer ? (
          <p className="flex flex-wrap gap-x-4 gap-y-1 pb-2 text-ink-3 text-xs">
            <Digest value={layer.digest} copy />
            <span className="break-all">{layer.mediaType}</span>
          </p>
        ) : null}
      </td>
      <td
        className={cn(
          bodyCell,
          "text-right align-top leading-9 stacked:h-auto stacked:px-0 stacked:leading-6",
          quiet ? "text-ink-3" : "text-ink",
        )}
      >
        {layer ? <Bytes value={layer.bytes} /> : "—"}
      </td>
      <td
        className={cn(
          bodyCell,
          "align-top stacked:col-span-3 stacked:h-auto stacked:px-0",
          layer === null && "stacked:hidden",
        )}
      >
        {layer ? (
          <span className="flex h-9 items-center gap-2 stacked:h-6">
            <span
              role="img"
              aria-label={formatPercent(total > 0 ? layer.bytes / total : 0, locale)}
              title={formatPercent(total > 0 ? layer.bytes / total : 0, locale)}
              className={cn(
                "h-1.5 shrink-0 rounded-xs forced-colors:bg-[CanvasText]",
                barTone(sharing?.registry ?? 0),
              )}
              style={{ width: `${Math.max(1, Math.round((layer.bytes / largest) * 50))}%`, minWidth: 3 }}
            />
            {sharing ? (
              <span
                className="truncate text-ink-3 text-xs"
                title={
                  sharing.registry > 0
                    ? t("sharedHint", {
                        repository: sharing.repository,
                        registry: `${sharing.registry}${sharing.more ? "+" : ""}`,
                      })
                    : undefined
                }
              >
                {t(sharingKey(sharing), { count: sharing.registry })}
              </span>
            ) : null}
          </span>
        ) : null}
      </td>
    </tr>
  );
}
