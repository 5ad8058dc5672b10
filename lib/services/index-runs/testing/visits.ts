/** Requests of runs through one repository, as the registry sees them, to tell whether two were at it at once. */
export class Visits {
  readonly #tags: ReadonlyMap<string, number>;
  readonly #under = new Map<string, Set<string>>();
  readonly overlaps: string[] = [];

  /** @param tags how many each repository has */
  constructor(tags: ReadonlyMap<string, number>) {
    this.#tags = tags;
  }

  /** Counts a request: a run lists the tags once, then asks where each points. */
  note(method: string, path: string): void {
    const [, name = "", kind, reference = ""] = /^\/v2\/(.+)\/(tags|manifests)\/([^/?]+)/.exec(path) ?? [];
    if (kind === "tags") {
      if (this.#under.has(name)) this.overlaps.push(name);
      this.#under.set(name, new Set());
    } else if (method === "HEAD") {
      const asked = this.#under.get(name)?.add(reference);
      if (asked?.size === this.#tags.get(name)) this.#under.delete(name);
    }
  }

  /** Who died may have left any of them half read. */
  died(): void {
    this.#under.clear();
  }
}
