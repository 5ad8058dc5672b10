import Link from "next/link";
import { ForeignText } from "#components/ui/foreign-text.tsx";

/** A document's text; the digests that have a page of their own lead there. */
export function RawText({ text, links }: { text: string; links: Readonly<Record<string, string>> }) {
  const digests = Object.keys(links);
  if (digests.length === 0) return <ForeignText text={text} whole />;
  return text.split(new RegExp(`(${digests.join("|")})`)).map((part, index) => {
    const href = links[part];
    return href === undefined ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of a text have no identity but their place
      <ForeignText key={index} text={part} whole />
    ) : (
      <Link
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        key={index}
        href={href}
        prefetch={false}
        className="rounded-sm underline decoration-line-strong underline-offset-4 hover:decoration-ink"
      >
        {part}
      </Link>
    );
  });
}
