import { findConfig } from "#lib/catalog/index.ts";
import { bulk } from "#lib/db/index.ts";
import type { ParsedManifest } from "#lib/registry/types.ts";
import type { ArtifactView } from "./types.ts";

const MAX_FACTS = 40;
const MAX_FACT_LENGTH = 2000;

/** An artifact shown as what it is: its type, its files, and what a JSON config says of it in plain values. */
export async function toArtifactView(
  repositoryId: bigint,
  digest: string,
  parsed: Extract<ParsedManifest, { kind: "image" | "artifact" }>,
): Promise<ArtifactView> {
  const config = await findConfig(bulk, repositoryId, digest);
  return {
    artifactType: parsed.artifactType ?? null,
    files: parsed.layers.map((layer) => ({
      digest: layer.digest,
      mediaType: layer.mediaType,
      bytes: layer.size,
      title: layer.annotations?.["org.opencontainers.image.title"] ?? null,
    })),
    facts: config ? plainFacts(config) : [],
  };
}

/** Top-level values of a JSON object a person can read; anything else, and anything that is no JSON, says nothing. */
function plainFacts(bytes: Uint8Array): { name: string; value: string }[] {
  let body: unknown;
  try {
    body = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return [];
  }
  if (typeof body !== "object" || body === null || Array.isArray(body)) return [];
  return Object.entries(body)
    .flatMap(([name, value]) => {
      const text = plain(value);
      return text === null ? [] : [{ name, value: text.slice(0, MAX_FACT_LENGTH) }];
    })
    .slice(0, MAX_FACTS);
}

function plain(value: unknown): string | null {
  if (typeof value === "string" && value !== "") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === "string")) {
    return value.join(", ");
  }
  return null;
}
