/**
 * What Longshore itself says in a job's log: which sentence, and the values it names. Each has words in both languages
 * (`jobs.line` of the messages); a missing one does not compile.
 */
export type JobLine =
  | { readonly line: "cancelled" | "paused" | "resumed"; readonly by: string }
  | { readonly line: "workerLost" }
  // image.pull
  | {
      readonly line: "pulling";
      readonly image: string;
      readonly platform: string | null;
      readonly host: string;
    }
  | {
      readonly line: "pullingAs";
      readonly image: string;
      readonly platform: string | null;
      readonly host: string;
      readonly username: string;
    }
  | { readonly line: "layerThere" | "layerRetried"; readonly layer: string }
  | { readonly line: "layerPulled"; readonly layer: string; readonly bytes: number }
  | { readonly line: "pulled"; readonly digest: string }
  // image.copy
  | { readonly line: "copying"; readonly source: string; readonly target: string }
  | {
      readonly line: "part";
      readonly part: "blob" | "manifest";
      readonly digest: string;
      readonly bytes: number;
      readonly outcome: "copied" | "mounted" | "present" | "foreign";
    }
  | { readonly line: "copied"; readonly target: string; readonly digest: string }
  // image.delete: `name` is a tag, or the digest of what has none
  | { readonly line: "deleted" | "wasGone" | "kept"; readonly name: string; readonly digest: string }
  // registry.index: `name` is a repository, or one with a tag
  | { readonly line: "toRead"; readonly count: number; readonly excluded: number }
  | { readonly line: "unlisted" }
  | { readonly line: "listedLater" | "held"; readonly seconds: number }
  | { readonly line: "unreadable" | "ownError"; readonly name: string }
  | { readonly line: "referrersAsked"; readonly count: number; readonly found: number }
  | { readonly line: "referrersCut" }
  | {
      readonly line: "indexed";
      readonly repositories: number;
      readonly tags: number;
      readonly requests: number;
    };

/** A line of a job's log; `text` is what Docker or a registry said, word for word. */
export type Said = JobLine | { readonly text: string };
