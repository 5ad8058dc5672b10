import type { Credential, RateLimit, RegistryNotices } from "../types.ts";
import { plainText } from "./upstream-text.ts";
import type { Answer, AnswerHeaders } from "./wire.ts";

/** Bytes of warnings kept in all, as the distribution spec bounds them (Warnings). */
const warningBytes = 4096;

/** What a registry says beside its answers. It is for people: nothing here decides anything. */
export class NoticeBoard {
  readonly #credential: Credential;
  readonly #warnings = new Set<string>();
  #bytes = 0;
  #rateLimit: RateLimit | undefined;

  constructor(credential: Credential) {
    this.#credential = credential;
  }

  /** Reads an answer of the registry itself, not of whom it redirected to. */
  read({ headers }: Answer): void {
    for (const text of parseWarnings(headers.all("warning"))) this.#warn(plainText(text, this.#credential));
    this.#rateLimit = parseRateLimit(headers) ?? this.#rateLimit;
  }

  get notices(): RegistryNotices {
    return {
      warnings: [...this.#warnings],
      ...(this.#rateLimit === undefined ? {} : { rateLimit: this.#rateLimit }),
    };
  }

  #warn(text: string): void {
    const bytes = Buffer.byteLength(text);
    if (text === "" || this.#warnings.has(text) || this.#bytes + bytes > warningBytes) return;
    this.#warnings.add(text);
    this.#bytes += bytes;
  }
}

/** The texts of `299 - "text"`, in one header or several; any other code, agent or form is to be passed over. */
export function parseWarnings(headers: readonly string[]): string[] {
  return headers.flatMap((header) => {
    const line = header.slice(0, 2 * warningBytes);
    // With a date behind its text it is not of the form the specification knows.
    const warning = /[\s,]*299[ \t]+-[ \t]+"((?:[^"\\]|\\.)*)"[ \t]*(?:,|$)/y;
    const other = /[\s,]*(?:[^",\\]|\\.|"(?:[^"\\]|\\.)*")+(?:,|$)/y;
    const texts: string[] = [];
    for (let at = 0; at < line.length; ) {
      warning.lastIndex = at;
      const own = warning.exec(line);
      if (own !== null) texts.push((own[1] ?? "").replace(/\\(.)/g, "$1"));
      other.lastIndex = at;
      const end = own === null ? other.exec(line) && other.lastIndex : warning.lastIndex;
      if (!end) break;
      at = end;
    }
    return texts;
  });
}

/**
 * Docker Hub's `ratelimit-limit: 100;w=21600` (also the IETF draft's first form, where the limit in force comes first) and
 * the X-RateLimit-* of most others, whose reset is a time or a number of seconds. undefined when nothing is said.
 */
export function parseRateLimit(headers: AnswerHeaders): RateLimit | undefined {
  const first = (name: string): string =>
    headers.get(`ratelimit-${name}`) ?? headers.get(`x-ratelimit-${name}`) ?? "";
  const limit = countOf(first("limit"));
  const remaining = countOf(first("remaining"));
  if (limit === undefined && remaining === undefined) return undefined;
  const window = windowOf(first("limit")) ?? windowOf(first("remaining"));
  const resetsAt = resetOf(first("reset"), headers.get("date"));
  return {
    ...(limit === undefined ? {} : { limit }),
    ...(remaining === undefined ? {} : { remaining }),
    ...(window === undefined ? {} : { window }),
    ...(resetsAt === undefined ? {} : { resetsAt }),
  };
}

function countOf(value: string): number | undefined {
  const digits = /^\s*(\d{1,12})\s*(?:[,;]|$)/.exec(value)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

function windowOf(value: string): number | undefined {
  const digits = /^[^,]*;\s*w\s*=\s*"?(\d{1,9})/i.exec(value)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** No window lasts that long: a larger number is a time since 1970. */
const longestWindow = 366 * 86_400;

/** Epoch milliseconds by our clock, reckoned by the sender's: whose is right does not matter then. */
function resetOf(value: string, date: string | undefined): number | undefined {
  const number = countOf(value);
  if (number === undefined) return undefined;
  const sent = Date.parse(date ?? "");
  const now = Number.isNaN(sent) ? Date.now() : sent;
  const seconds = number > longestWindow ? number - now / 1000 : number;
  return seconds > longestWindow ? undefined : Math.round(Date.now() + Math.max(0, seconds) * 1000);
}
