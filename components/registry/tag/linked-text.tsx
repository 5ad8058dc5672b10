import { ExternalLink } from "lucide-react";
import { webAddress } from "./web-address.ts";

/** Text from inside an image; a link when it is a web address, otherwise just text. */
export function LinkedText({ text, shown }: { text: string; shown?: string }) {
  const href = webAddress(text);
  if (!href) return <span className="break-all">{shown ?? text}</span>;
  return (
    <a
      href={href}
      target="_blank"
      rel="noopener noreferrer nofollow"
      className="break-all rounded-sm text-ink underline decoration-line-strong underline-offset-4 hover:decoration-ink"
    >
      {shown ?? text}
      <ExternalLink aria-hidden="true" className="ml-1 inline size-3 align-baseline text-ink-3" />
    </a>
  );
}
