import { useTranslations } from "next-intl";

/** A recorded value, as it is: text, number, yes or no; lists and objects as JSON. Always text, never markup. */
export function RecordedValue({ value }: { value: unknown }) {
  const t = useTranslations("audit.detail");
  if (value === null || value === undefined || value === "") {
    return <span className="text-ink-3">{t("nothing")}</span>;
  }
  if (typeof value === "boolean") return value ? t("yes") : t("no");
  if (Array.isArray(value) && value.length === 0) return <span className="text-ink-3">{t("nothing")}</span>;
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  return <code className="whitespace-pre-wrap break-all font-mono text-xs">{text}</code>;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export interface Change {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** The fields that differ between two recorded states; all of them when there is only one. */
export function changesOf(before: unknown, after: unknown): readonly Change[] {
  const [was, is] = [isRecord(before) ? before : {}, isRecord(after) ? after : {}];
  const fields = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  return fields
    .map((field) => ({ field, before: was[field], after: is[field] }))
    .filter((change) => JSON.stringify(change.before) !== JSON.stringify(change.after));
}

/** What changed, field by field. */
export function Changes({ changes }: { changes: readonly Change[] }) {
  const t = useTranslations("audit.detail");
  return (
    <table className="w-full table-fixed text-left text-xs">
      <caption className="pb-1.5 text-left font-semibold text-ink text-sm">{t("changes")}</caption>
      <thead className="text-ink-3">
        <tr>
          {[t("field"), t("before"), t("after")].map((header) => (
            <th key={header} scope="col" className="border-line border-b py-1 pr-2 font-medium">
              {header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {changes.map(({ field, before, after }) => (
          <tr key={field} className="align-top">
            <th
              scope="row"
              className="break-words border-line border-b py-1.5 pr-2 font-mono font-normal text-ink-2"
            >
              {field}
            </th>
            <td className="break-words border-line border-b py-1.5 pr-2 text-ink-2">
              <RecordedValue value={before} />
            </td>
            <td className="break-words border-line border-b py-1.5 text-ink">
              <RecordedValue value={after} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
