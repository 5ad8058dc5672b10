import type { ManifestView } from "#lib/services/tags/index.ts";
import { artifactKind } from "../kind.ts";

/** Where an image stands, as its pages know it. */
export interface Place {
  /** "host/repository" */
  readonly image: string;
  /** null on a manifest's own page. */
  readonly tag: string | null;
  /** null while the tag is not resolved. */
  readonly digest: string | null;
}

/** One line to copy: what it begins with, and the whole of it. */
export interface Command {
  readonly tool: string;
  readonly line: string;
}

export interface CommandGroups {
  readonly byTag: readonly Command[];
  readonly byDigest: readonly Command[];
}

function imageCommands(reference: string): Command[] {
  return ["docker pull", "podman pull", "FROM"].map((tool) => ({ tool, line: `${tool} ${reference}` }));
}

/** What people type to get it: docker for images, helm for charts, oras for everything else. */
export function commandsFor({ image, tag, digest }: Place, manifest: ManifestView | null): CommandGroups {
  const byTag = tag === null ? null : `${image}:${tag}`;
  const byDigest = digest === null ? null : `${image}@${digest}`;
  const each = (make: (reference: string) => Command[]): CommandGroups => ({
    byTag: byTag ? make(byTag) : [],
    byDigest: byDigest ? make(byDigest) : [],
  });
  if (manifest?.kind !== "artifact") return each(imageCommands);
  const oras = each((reference) => [{ tool: "oras pull", line: `oras pull ${reference}` }]);
  if (artifactKind(manifest.artifact?.artifactType ?? null) !== "helm" || tag === null) return oras;
  // A chart's version may hold "+", which no tag can: helm writes "_" for it.
  const version = tag.replaceAll("_", "+");
  const helm = { tool: "helm pull", line: `helm pull oci://${image} --version ${version}` };
  return { ...oras, byTag: [helm, ...oras.byTag] };
}
