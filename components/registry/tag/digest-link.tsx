import Link from "next/link";
import { shortDigests } from "#lib/format.ts";
import type { Place } from "#lib/services/tags/index.ts";
import { manifestHref } from "../../hrefs.ts";

/** How each of these digests is written beside the others: short, and never like another one. */
export function shortNames(digests: readonly (string | null)[]): ReadonlyMap<string, string> {
  const known = [...new Set(digests.filter((digest) => digest !== null))];
  const short = shortDigests(known);
  return new Map(known.map((digest, index) => [digest, (short[index] ?? digest).replace(/^sha256:/, "")]));
}

/** Leads to the manifest a tag pointed at. */
export function DigestLink({
  view: { registry, repository },
  digest,
  names,
}: {
  view: Pick<Place, "registry" | "repository">;
  digest: string;
  names: ReadonlyMap<string, string>;
}) {
  return (
    <Link
      href={manifestHref(registry.id, repository, digest)}
      prefetch={false}
      title={digest}
      className="rounded-sm font-mono text-ink text-xs pointer-coarse:py-2 hover:underline"
    >
      {names.get(digest)}
    </Link>
  );
}
