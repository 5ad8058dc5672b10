import { ExternalLink } from "lucide-react";
import { ForeignText } from "#components/ui/foreign-text.tsx";
import { webAddress } from "./web-address.ts";

/** Text from inside an image; a link when it is a web address, otherwise just text. */
export function LinkedText({ text, shown = text }: { text: string; shown?: string }) {
  const href = webAddress(text);
  if (!href) {
    return (
      <span className="[overflow-wrap:anywhere]">
        <ForeignText text={shown} />
      </span>
    );
  }
  return (
    <a
      href={href}
      target="_blank"
      rel="noopener noreferrer nofollow"
      className="break-all pointer-coarse:py-1.5 rounded-sm text-ink underline decoration-line-strong underline-offset-4 hover:decoration-ink"
    >
      <ForeignText text={shown} whole />
      <ExternalLink aria-hidden="true" className="ml-1 inline size-3 align-baseline text-ink-3" />
    </a>
  );
}
