import { ForeignText } from "#components/ui/foreign-text.tsx";
import { LinkedText } from "./linked-text.tsx";

/** Labels and annotations: whatever somebody wrote into an image, as text; web addresses lead there. */
export function KeyValues({ values }: { values: Readonly<Record<string, string>> }) {
  return (
    <dl className="border-line border-t text-xs">
      {Object.entries(values)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, value]) => (
          <div
            key={key}
            className="grid gap-x-4 border-line border-b py-2 sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]"
          >
            <dt className="break-all font-mono text-ink-3 leading-5">
              <ForeignText text={key} />
            </dt>
            <dd className="min-w-0 whitespace-pre-wrap break-words font-mono text-ink leading-5">
              <LinkedText text={value} />
            </dd>
          </div>
        ))}
    </dl>
  );
}
