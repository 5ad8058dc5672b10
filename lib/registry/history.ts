import type { Descriptor, HistoryEntry } from "./types.ts";

/** One line of how an image was made: a Dockerfile instruction where one can be told, and the layer it left, if any. */
export interface HistoryStep {
  /** "RUN", "COPY", "CMD" …; null where no Dockerfile speaks (ko, Jib, imports) or no history matches the layers. */
  readonly instruction: string | null;
  /** What follows the instruction; "" when nothing is known. */
  readonly text: string;
  readonly comment?: string;
  /** ISO 8601. */
  readonly created?: string;
  /** True when the step changed metadata only. */
  readonly empty: boolean;
  readonly layer?: Descriptor;
}

const keywords = new Set(
  "ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR".split(
    " ",
  ),
);

/**
 * Merges a config's history with its manifest's layers, in build order (base first). When the steps that should have
 * left a layer are not as many as the layers (squashed, hand-made or missing history), nothing can be attributed and
 * the layers stand alone.
 */
export function mergeHistory(
  history: readonly HistoryEntry[],
  layers: readonly Descriptor[],
): readonly HistoryStep[] {
  const filling = history.filter((entry) => !entry.emptyLayer).length;
  if (filling !== layers.length) {
    return layers.map((layer) => ({ instruction: null, text: "", empty: false, layer }));
  }
  let next = 0;
  return history.map((entry): HistoryStep => {
    const layer = entry.emptyLayer ? undefined : layers[next++];
    return {
      ...parseCreatedBy(entry.createdBy),
      ...(entry.comment === undefined || entry.comment.startsWith("buildkit.")
        ? {}
        : { comment: entry.comment }),
      ...(entry.created === undefined ? {} : { created: entry.created }),
      empty: layer === undefined,
      ...(layer === undefined ? {} : { layer }),
    };
  });
}

/** What the builders write into `created_by`, turned back into the line of the Dockerfile. */
export function parseCreatedBy(createdBy: string): { instruction: string | null; text: string } {
  const text = createdBy.replace(/\s*# buildkit\s*$/, "").trim();
  // The classic builder marks everything but RUN as "no operation" of the shell.
  const nop = /^(?:\/bin\/sh -c|cmd \/S \/C|powershell[^#]*?)\s*#\(nop\)\s*/i.exec(text);
  if (nop !== null) return splitKeyword(text.slice(nop[0].length));
  const shell = afterShell(text);
  if (shell !== null) return { instruction: "RUN", text: shell };
  const step = splitKeyword(text);
  return step.instruction === "RUN" ? { instruction: "RUN", text: afterShell(step.text) ?? step.text } : step;
}

function splitKeyword(text: string): { instruction: string | null; text: string } {
  const word = /^[A-Z]+(?=\s|$)/.exec(text)?.[0];
  if (word === undefined || !keywords.has(word)) return { instruction: null, text };
  const rest = text.slice(word.length).trim();
  return { instruction: word, text: word === "EXPOSE" ? plainPorts(rest) : rest };
}

/** BuildKit prints Go's map of ports: `map[8080/tcp:{} 53/udp:{}]`. */
function plainPorts(text: string): string {
  const ports = /^map\[(.*)\]$/.exec(text)?.[1];
  return ports === undefined ? text : ports.replaceAll(":{}", "");
}

/** The command behind the default shell, also when build arguments stand before it: `|2 A=1 B=2 /bin/sh -c make`. */
function afterShell(text: string): string | null {
  const prefix = "/bin/sh -c ";
  if (text.startsWith(prefix)) return text.slice(prefix.length).trim();
  if (!/^\|\d+ /.test(text)) return null;
  const at = text.indexOf(prefix);
  return at === -1 ? null : text.slice(at + prefix.length).trim();
}
