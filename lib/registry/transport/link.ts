const token = /[!#$%&'*+.^_`|~0-9A-Za-z-]/;
const unquotedValue = /[^\s,;"\\]/;
const parameterName = /^[!#$%&'+.^_`|~0-9A-Za-z-]+\*?$/;

interface Link {
  readonly target: string;
  readonly rel: string | undefined;
}

/**
 * The next page of a listing, read leniently from Link headers (RFC 8288). Only the query of the target is believed,
 * and only when the target is on our own host: origin and path stay those of `current`. So a registry can neither
 * send us (and our token) elsewhere nor lose us with a wrong path: Nexus prefixes it (nexus-public#1011), Artifactory
 * drops the repository key (renovate#15080), serverless-registry forgets the port and the angle brackets.
 * Returns null when there is no usable next page. Never throws.
 */
export function nextPage(headers: string | readonly string[] | undefined, current: URL): URL | null {
  const target = findNextTarget(headers);
  if (target === null || !URL.canParse(target, current)) return null;
  const url = new URL(target, current);
  if (url.hostname !== current.hostname || url.username !== "" || url.password !== "") return null;
  const next = new URL(current);
  next.search = url.search;
  return url.search === "" ? null : next;
}

/** The target of the first `rel="next"` link, or of the only link when it has no rel at all. */
export function findNextTarget(headers: string | readonly string[] | undefined): string | null {
  const lines = headers === undefined ? [] : typeof headers === "string" ? [headers] : headers;
  const links = lines.flatMap((line) => parseLine(line.slice(0, 16_384)));
  const next = links.find((link) => link.rel?.toLowerCase().split(/\s+/).includes("next"));
  if (next !== undefined) return next.target;
  const [only] = links;
  return links.length === 1 && only !== undefined && only.rel === undefined ? only.target : null;
}

/** Everything up to the first thing that cannot be read; the link it happened in is dropped. */
function parseLine(text: string): Link[] {
  const links: Link[] = [];
  let at = 0;
  const skip = (pattern: RegExp): void => {
    while (at < text.length && pattern.test(text.charAt(at))) at += 1;
  };
  const take = (pattern: RegExp): string => {
    const start = at;
    skip(pattern);
    return text.slice(start, at);
  };
  const quoted = (): string | null => {
    let value = "";
    for (at += 1; at < text.length; at += 1) {
      const char = text.charAt(at);
      if (char === '"') {
        at += 1;
        return value;
      }
      if (char === "\\") at += 1;
      value += text.charAt(at);
    }
    return null;
  };
  const target = (): string | null => {
    if (text[at] !== "<") return take(/[^\s;,<>"\\]/) || null;
    const end = text.indexOf(">", at);
    if (end === -1) return null;
    const value = text.slice(at + 1, end).trim();
    at = end + 1;
    return value === "" ? null : value;
  };

  for (;;) {
    skip(/[\s,]/);
    if (at >= text.length) return links;
    const address = target();
    if (address === null) return links;
    let rel: string | undefined;
    for (;;) {
      skip(/\s/);
      if (text[at] !== ";") break;
      at += 1;
      skip(/\s/);
      const name = take(token);
      if (!parameterName.test(name)) return links;
      skip(/\s/);
      if (text[at] !== "=") continue;
      at += 1;
      skip(/\s/);
      const value = text[at] === '"' ? quoted() : take(unquotedValue);
      if (value === null) return links;
      if (name.toLowerCase() === "rel") rel ??= value;
    }
    if (at < text.length && text[at] !== ",") return links;
    links.push({ target: address, rel });
  }
}
