import { parseManifest } from "../manifest.ts";
import { putManifest } from "../put-manifest.ts";
import type { Transport } from "../transport/transport.ts";
import type {
  Descriptor,
  Digest,
  ParsedManifest,
  PutManifest,
  RepositoryName,
  RequestOptions,
  StoredManifest,
  Tag,
} from "../types.ts";
import { addToFallback } from "./fallback-tag.ts";

type Listable = Exclude<ParsedManifest, { kind: "schema1" }>;

/**
 * Puts a manifest. One with a subject is then listed under the subject's fallback tag, unless the registry said by
 * OCI-Subject that it keeps the list (Pushing Manifests with Subject). Repeating it after a failure is safe.
 */
export async function putAndList(
  transport: Transport,
  repository: RepositoryName,
  reference: Tag | Digest,
  manifest: PutManifest,
  options: RequestOptions | undefined,
): Promise<StoredManifest> {
  const stored = await putManifest(transport, repository, reference, manifest, options);
  const parsed = findParsed(manifest);
  if (stored.subject !== undefined || parsed?.subject === undefined) return stored;
  const referrer = listedAs(manifest, stored.digest, parsed);
  await addToFallback(transport, repository, parsed.subject, referrer, options);
  return stored;
}

/** As it is listed: with its artifact type, or that of its config, and its annotations. */
function listedAs({ mediaType, raw }: PutManifest, digest: Digest, parsed: Listable): Descriptor {
  const artifactType = parsed.artifactType ?? (parsed.kind === "index" ? undefined : parsed.config.mediaType);
  const hasAnnotations = Object.keys(parsed.annotations).length > 0;
  return {
    mediaType,
    digest,
    size: raw.byteLength,
    ...(artifactType ? { artifactType } : {}),
    ...(hasAnnotations ? { annotations: parsed.annotations } : {}),
  };
}

/** What the registry took is its own affair, also where we cannot read it. */
function findParsed({ raw, mediaType }: PutManifest): Listable | undefined {
  try {
    const parsed = parseManifest(raw, mediaType);
    return parsed.kind === "schema1" ? undefined : parsed;
  } catch {
    return undefined;
  }
}
