/** One challenge of a WWW-Authenticate header, keys and scheme in lower case. */
export interface Challenge {
  readonly scheme: "basic" | "bearer";
  readonly params: Readonly<Record<string, string>>;
}

const blank = /[ \t]/;
const separator = /[ \t,]/;
const word = /[^\s,="\\]/;
/** Wider than RFC 9110's token: registries send unquoted `/`, `:` and `=` in values. */
const unquoted = /[^\s,"\\]/;

/**
 * Reads WWW-Authenticate as RFC 9110 section 11.6.1 says: several headers, several challenges in one line, commas in
 * quotes, escapes, any case, blanks around `=`. Lenient about incomplete parameters (dropped); strict about what
 * cannot be told apart (the rest of that line is ignored). Never throws: a header nobody can read is no challenge.
 * Schemes other than Basic and Bearer are left out.
 */
export function parseChallenges(headers: string | readonly string[] | undefined): Challenge[] {
  const lines = headers === undefined ? [] : typeof headers === "string" ? [headers] : headers;
  return lines.flatMap((line) => new ChallengeLine(line.slice(0, 8192)).read());
}

/** A Bearer challenge before a Basic one, as the spec prefers. */
export function preferredChallenge(challenges: readonly Challenge[]): Challenge | undefined {
  return (
    challenges.find((challenge) => challenge.scheme === "bearer" && challenge.params.realm !== undefined) ??
    challenges.find((challenge) => challenge.scheme === "basic")
  );
}

interface Draft {
  scheme: string;
  params: Map<string, string>;
  broken: boolean;
}

class ChallengeLine {
  #at = 0;
  readonly #text: string;
  readonly #drafts: Draft[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  read(): Challenge[] {
    let needSeparator = false;
    for (;;) {
      const separated = this.#skip(separator).includes(",");
      if (this.#at >= this.#text.length) break;
      const name = this.#token();
      if (name === undefined) {
        this.#breakOff();
        break;
      }
      const before = this.#at;
      this.#skip(blank);
      if (this.#text[this.#at] === "=") {
        // Two parameters without a comma between them: no telling what belongs to what.
        if (needSeparator && !separated) {
          this.#breakOff();
          break;
        }
        this.#at += 1;
        this.#skip(blank);
        this.#parameter(name);
        needSeparator = true;
      } else {
        this.#at = before;
        this.#bare(name, separated);
        needSeparator = false;
      }
    }
    return this.#drafts.flatMap(({ scheme, params, broken }) =>
      (scheme === "basic" || scheme === "bearer") && !(broken && params.size === 0)
        ? [{ scheme, params: Object.fromEntries(params) }]
        : [],
    );
  }

  /** A word without `=`: the next challenge's scheme, or, after a comma, a parameter that lost its value. */
  #bare(name: string, separated: boolean): void {
    const known = /^(basic|bearer)$/i.test(name);
    const parameterFollows = this.#peekParameter();
    if (this.#drafts.length === 0 || known || (separated && parameterFollows)) {
      this.#drafts.push({ scheme: name.toLowerCase(), params: new Map(), broken: false });
    }
  }

  #peekParameter(): boolean {
    const parameter = /[ \t]+[^\s,="]+[ \t]*=/y;
    parameter.lastIndex = this.#at;
    return parameter.test(this.#text);
  }

  #parameter(name: string): void {
    const value = this.#text[this.#at] === '"' ? this.#quoted() : this.#take(unquoted);
    const draft = this.#drafts.at(-1);
    if (draft === undefined) return;
    if (value === undefined) draft.broken = true;
    // Given twice, the first counts, as in Link.
    else if (!draft.params.has(name.toLowerCase()) && (value !== "" || this.#text[this.#at - 1] === '"')) {
      draft.params.set(name.toLowerCase(), value);
    }
  }

  #token(): string | undefined {
    if (this.#text[this.#at] === '"') return this.#quoted();
    const token = this.#take(word);
    return token === "" ? undefined : token;
  }

  /** undefined when the closing quote is missing. */
  #quoted(): string | undefined {
    let value = "";
    this.#at += 1;
    while (this.#at < this.#text.length) {
      const char = this.#text.charAt(this.#at);
      this.#at += 1;
      if (char === '"') return value;
      if (char === "\\") {
        value += this.#text.charAt(this.#at);
        this.#at += 1;
      } else value += char;
    }
    return undefined;
  }

  #take(allowed: RegExp): string {
    const start = this.#at;
    while (this.#at < this.#text.length && allowed.test(this.#text.charAt(this.#at))) this.#at += 1;
    return this.#text.slice(start, this.#at);
  }

  #skip(allowed: RegExp): string {
    return this.#take(allowed);
  }

  /** Nothing read so far can be trusted to belong to the last challenge. */
  #breakOff(): void {
    const draft = this.#drafts.at(-1);
    if (draft !== undefined) {
      draft.broken = true;
      draft.params.clear();
    }
    this.#at = this.#text.length;
  }
}
