import { instantOf, isObject, objectsOf, parseJsonObject, stringMapOf, stringOf, stringsOf } from "./json.ts";
import { parsePlatform } from "./manifest.ts";
import type { HistoryEntry, ImageConfig } from "./types.ts";

/**
 * Reads an image config (image-spec config.md; Docker's is a superset). Tolerant: Go writes `null` for empty lists and
 * maps, reproducible builds write epoch zero for dates. Throws REGISTRY_REJECTED/unexpected_answer only when the bytes are no
 * JSON object.
 */
export function parseImageConfig(bytes: Uint8Array): ImageConfig {
  const body = parseJsonObject(bytes, "The image config");
  const config = isObject(body.config) ? body.config : {};
  const rootfs = isObject(body.rootfs) ? body.rootfs : {};
  return {
    platform: parsePlatform(body),
    ...optional("created", instantOf(body.created)),
    ...optional("author", stringOf(body.author)),
    entrypoint: stringsOf(config.Entrypoint),
    cmd: stringsOf(config.Cmd),
    env: stringsOf(config.Env),
    exposedPorts: keysOf(config.ExposedPorts),
    volumes: keysOf(config.Volumes),
    ...optional("user", stringOf(config.User)),
    ...optional("workingDir", stringOf(config.WorkingDir)),
    ...optional("stopSignal", stringOf(config.StopSignal)),
    labels: stringMapOf(config.Labels),
    diffIds: stringsOf(rootfs.diff_ids),
    history: objectsOf(body.history).map(
      (entry): HistoryEntry => ({
        ...optional("created", instantOf(entry.created)),
        createdBy: stringOf(entry.created_by) ?? "",
        ...optional("comment", stringOf(entry.comment)),
        emptyLayer: entry.empty_layer === true,
      }),
    ),
  };
}

function keysOf(value: unknown): string[] {
  return isObject(value) ? Object.keys(value) : [];
}

/** Absent rather than empty, so that callers need one check. */
function optional<K extends string>(key: K, value: string | undefined): { readonly [P in K]?: string } {
  return value ? ({ [key]: value } as { [P in K]: string }) : {};
}
