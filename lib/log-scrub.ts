const hidden = "[hidden]";
const deepest = 6;
const mostEntries = 50;
const longestText = 8_000;

// Whole words at the end: "tokenHosts" may be told, "accessToken" and "client_secret" may not.
const secretName =
  /(^|[^a-z]|[a-z0-9])(passwords?|passwd|passphrase|secrets?|tokens?|credentials?|authorization|cookies?|api[-_]?key|private[-_]?key|secret[-_]?key|(password|token)hash|x-registry-auth|set-cookie|nonce)$/i;

/**
 * Query strings, user info, secret addresses and the usual ways credentials are written in text. Each takes time in proportion to the text: a
 * stranger chooses the path of a request, and every request is logged.
 */
const rules: readonly (readonly [RegExp, string])[] = [
  // Before the URL rules: a header quoted in an error.
  [/\b(Bearer|Basic|Digest)\s+[A-Za-z0-9+/=._~-]{6,}/g, `$1 ${hidden}`],
  [/([a-z][a-z0-9+.-]{0,30}:\/\/)[^\s/?#@]*@/gi, `$1${hidden}@`],
  [/([^\s?"'<>(=])\?[^\s#"'<>]+/g, `$1?${hidden}`],
  [/\b((?:x-registry-auth|authorization|set-cookie|cookie)\s*[:=]\s*)[^\r\n]+/gi, `$1${hidden}`],
  [/((?:password|passwd|secret|token|api[-_]?key)["']?\s*[:=]\s*["']?)[^\s"'&,;}]+/gi, `$1${hidden}`],
  // Where a registry posts its notifications: the address is the secret.
  [/(\/api\/events\/)[^\s/?#"']+/gi, `$1${hidden}`],
  // JSON Web Tokens wherever they turn up.
  [/(?<![\w-])eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, hidden],
];

function scrubText(text: string): string {
  let result = text.length > longestText ? `${text.slice(0, longestText)}…` : text;
  for (const [pattern, replacement] of rules) result = result.replace(pattern, replacement);
  return result;
}

function scrubError(error: Error, depth: number, seen: Set<object>): Record<string, unknown> {
  const own: Record<string, unknown> = { ...error };
  delete own.cause;
  return {
    type: error.name,
    message: scrubText(error.message),
    stack: error.stack === undefined ? undefined : scrubText(error.stack),
    ...(scrubObject(own, depth, seen) as object),
    ...(error.cause === undefined ? {} : { cause: scrubValue(error.cause, depth + 1, seen) }),
    ...(error instanceof AggregateError
      ? { errors: error.errors.slice(0, 5).map((one) => scrubValue(one, depth + 1, seen)) }
      : {}),
  };
}

function scrubObject(value: object, depth: number, seen: Set<object>): unknown {
  const result: Record<string, unknown> = {};
  for (const [name, entry] of Object.entries(value).slice(0, mostEntries)) {
    const tellable = entry === null || entry === undefined || typeof entry === "boolean";
    result[name] = !tellable && secretName.test(name) ? hidden : scrubValue(entry, depth + 1, seen);
  }
  return result;
}

function scrubValue(value: unknown, depth: number, seen: Set<object>): unknown {
  if (typeof value === "string") return scrubText(value);
  if (typeof value === "bigint") return value.toString();
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Date) return value.toISOString();
  if (ArrayBuffer.isView(value)) return `<${value.byteLength} bytes>`;
  if (seen.has(value) || depth > deepest) return "…";
  seen.add(value);
  if (value instanceof URL) return scrubText(value.href);
  if (value instanceof Error) return scrubError(value, depth, seen);
  if (value instanceof Map) return scrubObject(Object.fromEntries(value), depth, seen);
  if (value instanceof Headers) return scrubObject(Object.fromEntries(value), depth, seen);
  if (Array.isArray(value) || value instanceof Set) {
    return [...value].slice(0, mostEntries).map((entry) => scrubValue(entry, depth + 1, seen));
  }
  return scrubObject(value, depth, seen);
}

/**
 * A copy of what is about to be logged without secrets: values under a secret's name, user info and query strings of URLs,
 * Authorization and X-Registry-Auth in any text, error messages and stacks included. Bounded in depth and size.
 */
export function scrubForLog(value: unknown): unknown {
  return scrubValue(value, 0, new Set());
}
