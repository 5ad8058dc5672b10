"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useHostName } from "../docker/host-name.ts";
import { Digest } from "../ui/digest.tsx";
import { ForeignText } from "../ui/foreign-text.tsx";
import { type LooseTranslator, useFactWords } from "./words.ts";

/** Whether nothing was recorded: such a fact is left away. */
export const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0);

/** A recorded value in the reader's words where there are some; what a machine said as it is, always as text. */
export function RecordedValue({ field, value }: { field: string; value: unknown }): ReactNode {
  const t = useTranslations("audit.detail");
  const words = useTranslations("audit.value") as unknown as LooseTranslator;
  const hostName = useHostName();
  if (isEmpty(value)) return <span className="text-ink-3">{t("nothing")}</span>;
  if (typeof value === "boolean") return value ? t("yes") : t("no");
  if (field === "host") return <ForeignText text={hostName(String(value))} />;
  if (field === "digest") return <Digest value={String(value)} copy />;
  const known = `${field}.${String(value)}`;
  if (/^[a-zA-Z]+\.[a-z_]+$/.test(known) && words.has(known)) return words(known);
  return (
    <code className="whitespace-pre-wrap break-words font-mono text-xs">
      <ForeignText text={plain(value)} />
    </code>
  );
}

function plain(value: unknown): string {
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value.join("\n");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export interface Change {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** The fields that differ between two recorded states; of a single one, all that say something. */
export function changesOf(before: unknown, after: unknown): readonly Change[] {
  const [was, is] = [isRecord(before) ? before : {}, isRecord(after) ? after : {}];
  const fields = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  return fields
    .map((field) => ({ field, before: was[field], after: is[field] }))
    .filter((change) => JSON.stringify(change.before) !== JSON.stringify(change.after))
    .filter((change) => !isEmpty(change.before) || !isEmpty(change.after));
}

/** What changed, field by field; one column where there was nothing before, or is nothing after. */
export function Changes({ changes }: { changes: readonly Change[] }) {
  const t = useTranslations("audit.detail");
  const words = useFactWords();
  const sides = (["before", "after"] as const).filter((side) =>
    changes.some((change) => change[side] !== undefined),
  );
  const both = sides.length === 2;
  return (
    <table className="w-full table-fixed text-left text-xs">
      <caption className="pb-1 text-left font-semibold text-ink text-sm">
        {both ? t("changes") : t("recorded")}
      </caption>
      <thead className={both ? "text-ink-3" : "sr-only"}>
        <tr>
          {[t("field"), ...sides.map((side) => t(side))].map((header) => (
            <th key={header} scope="col" className="border-line border-b py-1 pr-2 font-medium">
              {header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {changes.map((change) => (
          <tr key={change.field} className="align-top">
            <th scope="row" className="break-words border-line border-b py-1.5 pr-2 font-normal text-ink-3">
              {words(change.field)}
            </th>
            {sides.map((side) => (
              <td key={side} className="break-words border-line border-b py-1.5 pr-2 text-ink-2">
                <RecordedValue field={change.field} value={change[side]} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
